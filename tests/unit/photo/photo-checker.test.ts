import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { PhotoChecker } from '../../../main/photo/contract.ts'
import { CheckAborted, createPhotoChecker } from '../../../main/photo/photo-checker.ts'
import { drawnStill } from './analyser.ts'

const program = new URL('./hanging-worker.mjs', import.meta.url)
const [fine, dies, hangs, throws] = [0, 1, 2, 3].map((byte) => new Uint8Array([byte])) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
]

let checker: PhotoChecker | undefined
afterEach(async () => {
  await checker?.close()
})
const start = (options: Parameters<typeof createPhotoChecker>[0]): PhotoChecker =>
  (checker = createPhotoChecker({ program, workers: 1, ...options }))

describe('a worker that fails is replaced', () => {
  it.each([
    ['dies', dies, 'worker-died'],
    ['throws', throws, 'worker-died'],
    ['hangs', hangs, 'timeout'],
  ] as const)('%s', async (_name, bytes, reason) => {
    const lost: string[] = []
    const checks = start({ timeoutMs: 500, onWorkerLost: (because) => lost.push(because) })
    await expect(checks.check(bytes)).rejects.toEqual(expect.objectContaining({ reason }))
    expect((await checks.check(fine)).check.verdict).toBe('accept')
    await checks.close()
    expect(lost).toEqual([reason])
  })

  it('as is one that has done its share, and no check is lost', async () => {
    const workers = (): string => readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim()
    const lost: string[] = []
    const checks = start({ onWorkerLost: (because) => lost.push(because) })
    await checks.check(fine)
    const first = workers()
    for (let check = 0; check < 30; check++) expect((await checks.check(fine)).check.verdict).toBe('accept')
    expect(workers()).not.toBe(first)
    expect(lost).toEqual([])
  })

  it('keeps the checks that wait behind it', async () => {
    const checks = start({ timeoutMs: 500 })
    const all = await Promise.allSettled([fine, hangs, fine, dies, fine].map((bytes) => checks.check(bytes)))
    expect(all.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
  })
})

it('ends a check that is called off, and only that one', async () => {
  const checks = start({ workers: 2 })
  const off = new AbortController()
  const called = checks.check(hangs, {}, off.signal)
  const other = checks.check(fine)
  off.abort()
  await expect(called).rejects.toBeInstanceOf(CheckAborted)
  expect((await other).check.verdict).toBe('accept')
})

it('purge ends what runs and waits; a later check starts anew; after close there is none', async () => {
  const checks = start({})
  const running = [checks.check(hangs), checks.check(fine)].map((each) =>
    expect(each).rejects.toBeInstanceOf(CheckAborted),
  )
  await checks.purge()
  await Promise.all(running)
  expect((await checks.check(fine)).check.verdict).toBe('accept')
  await checks.close()
  await expect(checks.check(fine)).rejects.toBeInstanceOf(CheckAborted)
})

it('leaves no process behind, whether purged or idle', async () => {
  const checks = start({ workers: 2 })
  await checks.warmUp()
  const children = (): string[] =>
    readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean)
  const workers = (): string[] =>
    children().filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('hanging-worker'))
  expect(workers()).toHaveLength(2)
  await checks.purge()
  expect(workers()).toEqual([])
})

it('checks with the real worker', async () => {
  checker = createPhotoChecker({ workers: 1 })
  const { check, portrait } = await checker.check(await drawnStill(), { portrait: true })
  expect(check.verdict).toBe('accept')
  expect(portrait?.byteLength).toBeGreaterThan(20_000)
})
