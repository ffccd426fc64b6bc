import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FleetOptions } from '../../bench/intake-fleet/fleet.ts'
import { runFleet } from '../../bench/intake-fleet/fleet.ts'
import { scratch } from './intake/ground.ts'
import { noPostgres, startPostgres } from './intake/postgres.ts'
import { leftOutIf } from '../left-out.ts'

/** A small fleet on each database; `npm run fleet` sends from 2,000 booths. */
const small = {
  booths: 50,
  applications: 2,
  faultShare: 0.4,
  portraitBytes: 20_000,
  patienceMs: 3_000,
  seed: 7,
}

async function expectEveryApplicationOnce(options: Omit<FleetOptions, keyof typeof small>): Promise<void> {
  const report = await runFleet({ ...small, ...options })
  const { lost, strange, contradicted, formsAcceptedTwice, confirmed, accepted, refused, faults } = report
  expect({ lost, strange, contradicted, formsAcceptedTwice }).toEqual({
    lost: [],
    strange: [],
    contradicted: [],
    formsAcceptedTwice: 0,
  })
  expect(confirmed).toBe(small.booths * small.applications)
  expect(accepted + refused).toBe(confirmed)
  expect(refused).toBeLessThan(confirmed / 5)
  expect(report.restarts).toBe(options.restarts)
  for (const fate of ['request-cut', 'answer-cut', 'answer-swallowed', 'delayed'] as const)
    expect(faults[fate]).toBeGreaterThan(0)
}

test(
  'a fleet through faults and a killed intake: every application once, on SQLite',
  { timeout: 120_000 },
  async () => {
    const folder = scratch()
    await expectEveryApplicationOnce({
      database: join(folder, 'intake.sqlite'),
      folder,
      restarts: 3,
      spreadMs: 4_000,
    })
    rmSync(folder, { recursive: true, force: true })
  },
)

test.skipIf(noPostgres !== undefined)(
  leftOutIf(
    'a fleet before two intakes on one PostgreSQL, one or the other killed: every application once',
    noPostgres,
  ),
  { timeout: 120_000 },
  async () => {
    const folder = scratch()
    const postgres = await startPostgres()
    await expectEveryApplicationOnce({
      database: await postgres.database(),
      folder,
      restarts: 3,
      spreadMs: 4_000,
    })
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  },
)
