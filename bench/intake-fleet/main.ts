import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { scratch } from '../../tests/integration/intake/ground.ts'
import { noPostgres, startPostgres } from '../../tests/integration/intake/postgres.ts'
import { runFleet } from './fleet.ts'

/** `npm run fleet [SEED]`: 2,000 booths within two minutes, on both databases. One line of JSON each. */
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
const full = {
  booths: 2_000,
  applications: 1,
  restarts: 20,
  faultShare: 0.3,
  spreadMs: 120_000,
  patienceMs: 20_000,
  portraitBytes: 30_000,
  seed,
}

for (const database of ['sqlite', 'postgres'] as const) {
  if (database === 'postgres' && noPostgres !== undefined) continue
  const folder = scratch()
  const postgres = database === 'postgres' ? await startPostgres() : undefined
  const where = (await postgres?.database()) ?? join(folder, 'intake.sqlite')
  const report = await runFleet({ ...full, database: where, folder })
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
  process.stdout.write(`${JSON.stringify({ database, seed, ...report })}\n`)
  const { lost, strange, contradicted, formsAcceptedTwice } = report
  if (lost.length + strange.length + contradicted.length + formsAcceptedTwice > 0) process.exitCode = 1
}
