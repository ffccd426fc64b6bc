import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Everybody's, as the system's own folder is: PostgreSQL runs as another user. */
const openToAll = 0o1777

/**
 * Before all tests: a folder of their own for temporary files, which goes with all that is left in it, by processes
 * that were killed too.
 */
export default function temporaryFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'booth-tests-'))
  chmodSync(folder, openToAll)
  process.env['TMPDIR'] = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}
