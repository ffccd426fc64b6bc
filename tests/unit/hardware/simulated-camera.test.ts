import { expect, it } from 'vitest'
import { simulateCamera } from '../../../hardware/camera/simulator.ts'

const opened = async (pictures: () => Promise<readonly Uint8Array[]>) => {
  const unit = simulateCamera({ id: 'camera', pictures, openingMs: 0, capturingMs: 0 })
  const camera = unit.open()
  await expect.poll(() => camera.status().state).toBe('online')
  const shot = async () => {
    const still = await camera.capture({ notBefore: new Date(), signal: new AbortController().signal })
    return still.ok ? [...still.value.bytes] : still.error
  }
  return { unit, shot, close: () => camera.close() }
}

it('has its pictures drawn when the first is taken, and once', async () => {
  let drawings = 0
  const { shot, close } = await opened(() => {
    drawings++
    return Promise.resolve([Uint8Array.of(1), Uint8Array.of(2)])
  })
  expect(drawings).toBe(0)
  expect(await Promise.all([shot(), shot()])).toEqual([[1], [2]])
  expect(await shot()).toEqual([1])
  expect(drawings).toBe(1)
  await close()
})

it('takes what is shown to it while others are still being drawn', async () => {
  const drawn = Promise.withResolvers<readonly Uint8Array[]>()
  const { unit, shot, close } = await opened(() => drawn.promise)
  const taken = shot()
  unit.show([Uint8Array.of(7)])
  drawn.resolve([Uint8Array.of(1)])
  expect(await taken).toEqual([7])
  await close()
})
