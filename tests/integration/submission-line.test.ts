import { expect, test } from 'vitest'
import { startCuttingProxy } from './submission/cutting-proxy.ts'
import type { Cut } from './submission/cutting-proxy.ts'
import { application, eventually, ledgerOf, openGround } from './submission/ground.ts'

const full = process.env['MACHINAKA_FULL'] === '1'

/** From nothing at all to everything and then the break: first, last, and evenly between. */
const points = (direction: Cut['direction'], bytes: number): Cut[] => {
  const steps = full ? 40 : 6
  const between = Array.from({ length: steps }, (_, step) => Math.round(((step + 1) * bytes) / (steps + 1)))
  return [0, 1, ...between, bytes - 1, bytes].map((afterBytes) => ({ direction, afterBytes }))
}

test('cut after any byte, up or down: sent again, taken once', { timeout: 240_000 }, async () => {
  await using ground = await openGround()
  const proxy = await startCuttingProxy()
  proxy.target(Number(new URL(ground.intake.url).port))
  const submission = await ground.open({ intakeUrl: `http://127.0.0.1:${proxy.port}` })

  let index = 0
  const send = async (cut?: Cut): Promise<string> => {
    index += 1
    // A connection of its own, so that the byte counted is this application's.
    proxy.cutAll()
    if (cut) proxy.cutNext(cut)
    const result = await submission.confirm(application(index))
    if (!result.ok) throw new Error(result.error.code)
    const { applicationId } = result.value
    await eventually(`application ${index}, cut ${cut?.direction} after ${cut?.afterBytes}`, async () => {
      expect(submission.health().quarantined).toBe(0)
      return (await submission.keptReference(application(index).formId)) === undefined
    })
    return applicationId
  }

  await eventually('the line', () => submission.health().intake === 'reachable')
  const sent = [await send()]
  const { up, down } = { ...proxy.seen }
  expect(up).toBeGreaterThan(20_000)
  for (const cut of [...points('up', up), ...points('down', down)]) sent.push(await send(cut))

  const ledger = await ledgerOf(ground.intake)
  expect(ledger.map((line) => line.applicationId).sort()).toEqual(sent.sort())
  expect(ledger.every((line) => line.decision === 'accepted')).toBe(true)
  // It was cut indeed, nearly every time; the last bytes are sometimes not needed.
  expect(ground.journal.of('sending-failed').length).toBeGreaterThan((sent.length - 1) / 2)
  await submission.close()
  await proxy.close()
})
