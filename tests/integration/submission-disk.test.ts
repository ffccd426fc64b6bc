import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { application, eventually, hurry, ledgerOf, openGround } from './submission/ground.ts'
import { leftOutIf } from '../left-out.ts'

const nowhere = 'http://127.0.0.1:1'

/** A disk of its own, of so many bytes; gone with the test. */
const smallDisk = (folder: string, bytes: number) => {
  mkdirSync(folder, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', folder])
  if (mounted.status !== 0) throw new Error('the disk could not be mounted')
  return {
    fill: (): void => {
      const { bavail, bsize } = statfsSync(folder)
      writeFileSync(join(folder, 'filler'), Buffer.alloc(bavail * bsize))
    },
    free: () => rmSync(join(folder, 'filler')),
    [Symbol.dispose]: () => void spawnSync('umount', ['-l', folder]),
  }
}

const noMount = ((): string | undefined => {
  if (process.getuid?.() !== 0) return 'only root may mount a small disk'
  return spawnSync('unshare', ['-m', 'true']).status === 0 ? undefined : 'mounting is not allowed here'
})()

describe.skipIf(noMount !== undefined)(leftOutIf('a full disk', noMount), () => {
  test(
    'takes no more, loses nothing, and goes on when there is room again',
    { timeout: 60_000 },
    async () => {
      await using ground = await openGround()
      using disk = smallDisk(join(ground.folder, 'booth-17', 'outbox'), 3 * 1024 * 1024)
      const offline = await ground.open({ intakeUrl: nowhere })
      const kept: string[] = []
      let refusal = ''
      for (let index = 1; refusal === ''; index += 1) {
        if (index === 20) disk.fill()
        const result = await offline.confirm(application(index))
        if (result.ok) kept.push(result.value.applicationId)
        else refusal = result.error.code
      }
      expect(refusal).toBe('disk-full')
      expect(kept.length).toBeGreaterThanOrEqual(19)
      await offline.close()

      // Started anew on the full disk: it may or may not get on, but nothing goes.
      const online = await ground.open()
      await eventually('the line', () => online.health().intake === 'reachable')
      disk.free()
      await eventually('an empty outbox', () => online.health().queued === 0 && online.health().ready)
      const ledger = await ledgerOf(ground.intake)
      expect(ledger.map((line) => line.applicationId).sort()).toEqual(kept.sort())
      await online.close()
    },
  )

  test('is told of before, and no application is begun at the limit', async () => {
    await using ground = await openGround()
    using disk = smallDisk(join(ground.folder, 'booth-17', 'outbox'), 4 * 1024 * 1024)
    const limits = { ...hurry.limits, minFreeBytes: 1024 * 1024, warnFreeBytes: 3 * 1024 * 1024 }
    const submission = await ground.open({ intakeUrl: nowhere, limits })
    for (let index = 1; submission.health().ready; index += 1) {
      const confirmed = await submission.confirm(application(index, { portrait: new Uint8Array(200_000) }))
      // The disk can pass the limit between a look at the health and the next application.
      if (!confirmed.ok) expect(confirmed.error).toEqual({ code: 'disk-full' })
      else await eventually('a count', () => submission.health().queued === index)
    }
    expect(submission.health()).toMatchObject({ because: 'disk-full' })
    expect(submission.health().queued).toBeGreaterThan(0)
    expect(ground.journal.of('outbox-filling')).toMatchObject([{ because: 'disk' }])
    expect(await submission.confirm(application(99))).toEqual({ ok: false, error: { code: 'disk-full' } })
    await submission.close()
    expect(disk).toBeDefined()
  })

  test('that others fill is noticed though nobody applies', async () => {
    await using ground = await openGround()
    using disk = smallDisk(join(ground.folder, 'booth-17', 'outbox'), 4 * 1024 * 1024)
    const limits = { ...hurry.limits, minFreeBytes: 1024 * 1024 }
    const submission = await ground.open({ intakeUrl: nowhere, limits })
    expect(submission.health().ready).toBe(true)
    disk.fill()
    await eventually('the refusal', () => submission.health().because === 'disk-full')
    disk.free()
    await eventually('room', () => submission.health().ready)
    await submission.close()
  })
})

test('the count is warned of before it is reached, and nothing is begun at it', async () => {
  await using ground = await openGround()
  const submission = await ground.open({ intakeUrl: nowhere, limits: { ...hurry.limits, maxWaiting: 5 } })
  for (let index = 1; index <= 5; index += 1) {
    expect(submission.health().ready).toBe(true)
    expect(await submission.confirm(application(index))).toMatchObject({ ok: true })
    await eventually('a count', () => submission.health().queued === index)
  }
  expect(submission.health()).toMatchObject({ ready: false, because: 'queue-full' })
  expect(ground.journal.of('outbox-filling')).toMatchObject([{ because: 'count', waiting: 4 }])
  expect(await submission.confirm(application(6))).toEqual({ ok: false, error: { code: 'queue-full' } })
})

test('age is warned of and never deletes', async () => {
  await using ground = await openGround()
  let later = 0
  const now = (): Date => new Date(Date.now() + later)
  const offline = await ground.open({ intakeUrl: nowhere, now })
  const result = await offline.confirm(application(1))
  if (!result.ok) throw new Error(result.error.code)
  later = 400 * 86_400_000
  await eventually('the warning', () => ground.journal.of('outbox-filling').length === 1)
  expect(ground.journal.of('outbox-filling')).toMatchObject([{ because: 'age' }])
  await offline.close()
  const online = await ground.open()
  expect(await online.outcome(result.value.applicationId, AbortSignal.timeout(15_000))).toMatchObject({
    kind: 'accepted',
  })
})
