import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { prepareStateFolder } from '../../../main/cli/state-folder.ts'

const outbox = { maxApplications: 1, minFreeMegabytes: 1 }

it('is made for the service alone', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'machinaka-state-')), 'kept', 'here')
  prepareStateFolder({ folder, outbox })
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

it('is named in one sentence where nothing can be written', () => {
  expect(() => prepareStateFolder({ folder: '/dev/null/state', outbox })).toThrow(
    'storage.folder: /dev/null/state cannot be written to (ENOTDIR).',
  )
})
