import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { soakPage } from './page-soak.ts'
import { report, type Judged } from './report.ts'
import { soakService } from './service-soak.ts'

/**
 * `npm run soak`: 1,000 sessions on one booth service, and as many rounds of all screens in one page; what grows is
 * told by its slope. Writes docs/soak.md. `MACHINAKA_SOAK=20` for a short one, which decides nothing; Ctrl+C ends it
 * after the session under way, and what was measured by then is reported.
 */
const sessions = Number(process.env['MACHINAKA_SOAK'] ?? 1_000)
const seed = 20_261_123

const say = (line: string): void => void process.stderr.write(`${line}\n`)
const calledOff = new AbortController()
process.once('SIGINT', () => calledOff.abort())
const began = Date.now()
// Side by side: slopes do not depend on how fast they are run.
const [service, page] = await Promise.all([
  soakService({ sessions, seed, say, signal: calledOff.signal }),
  soakPage({ rounds: sessions, say, signal: calledOff.signal }),
])
const { text, kept }: Judged = report({ minutes: (Date.now() - began) / 60_000, service, page })
writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'soak.md'), text)
process.stdout.write(text)
process.exitCode = kept ? 0 : 1
