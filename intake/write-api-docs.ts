import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { apiMarkdown } from './api-docs.ts'
import { simulatedAuthority } from './authority/simulated.ts'
import { openApiPath } from './openapi.ts'
import { startIntake } from './server.ts'

/** Text of docs/intake-api.md as it should stand, from an intake started for the purpose. */
export async function currentApiDocs(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'machinaka-docs-'))
  const intake = await startIntake({
    database: join(folder, 'intake.sqlite'),
    keysFolder: join(folder, 'keys'),
    port: 0,
    development: true,
    authority: simulatedAuthority(),
    log: () => {},
  })
  try {
    const answer = await fetch(intake.url + openApiPath)
    const options = await resolveConfig('docs/intake-api.md')
    return await format(apiMarkdown(await answer.json()), { ...options, parser: 'markdown' })
  } finally {
    await intake.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) writeFileSync('docs/intake-api.md', await currentApiDocs())
