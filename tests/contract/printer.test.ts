import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Printer } from '../../hardware/printer/contract.ts'
import { openIppPrinter } from '../../hardware/printer/ipp.ts'
import { simulatePrinter } from '../../hardware/printer/simulator.ts'
import { supervisePrinter } from '../../hardware/supervised.ts'
import { Cups, whyNoCups } from './stand-ins/cups.ts'
import { StandInIppPrinter } from './stand-ins/ipp-printer.ts'
import { aWhile, sleep, until } from './until.ts'
import { leftOutIf } from '../left-out.ts'

type Rig = {
  open(): Printer
  printed(): Promise<Buffer> | Buffer
  takePaperOut(): Promise<void> | void
  putPaperIn(): Promise<void> | void
  unplug(): Promise<void> | void
  plugIn(): Promise<void> | void
  stop(): Promise<void> | void
}

const pdf = Buffer.from('%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n')
const never = new AbortController().signal

const rigs: Record<string, () => Promise<Rig>> = {
  'IPP, a printer that tells by itself': async () => {
    const printer = new StandInIppPrinter()
    await printer.start()
    return {
      // Another address for its state: what it says there is taken for true at once.
      open: () =>
        openIppPrinter({ id: 'printer', uri: printer.uri, statusUri: `${printer.uri}/`, askEveryMs: 30 }),
      printed: () => printer.jobs.findLast((job) => job.state === 'done')?.pdf ?? Buffer.alloc(0),
      takePaperOut: () => void (printer.trouble = 'paper'),
      putPaperIn: () => void (printer.trouble = 'none'),
      unplug: () => printer.stop(),
      plugIn: () => printer.start(),
      stop: () => printer.stop(),
    }
  },
  simulator: async () => {
    let last: Uint8Array = Buffer.alloc(0)
    const unit = simulatePrinter({ id: 'printer', openingMs: 5, printingMs: 60 })
    unit.onPrinted((bytes) => (last = bytes))
    return {
      open: () => unit.open(),
      printed: () => Buffer.from(last),
      takePaperOut: () => unit.fail('printer-out-of-paper'),
      putPaperIn: () => unit.recover(),
      unplug: () => unit.fail('printer-missing'),
      plugIn: () => unit.recover(),
      stop: () => undefined,
    }
  },
}

describe.each(Object.entries(rigs))('printer: %s', (_name, start) => {
  let rig: Rig
  let printer: Printer

  beforeEach(async () => {
    rig = await start()
    printer = rig.open()
    await until(() => printer.status().state === 'online', 'online')
  })
  afterEach(async () => {
    await printer.close()
    await rig.stop()
  })

  test('prints a document, and says when it is out', async () => {
    const states: string[] = []
    printer.onStatus(({ state }) => states.push(state))
    expect(await printer.print(pdf, never)).toEqual({ ok: true, value: undefined })
    expect(await rig.printed()).toEqual(pdf)
    await aWhile()
    expect(states).toEqual(['busy', 'online'])
  })

  test('is known to be out of paper before anybody prints, and to have paper again', async () => {
    await rig.takePaperOut()
    await until(() => printer.status().state === 'user-error', 'out of paper')
    expect(printer.status().fault?.code).toBe('printer-out-of-paper')
    expect(await printer.print(pdf, never)).toMatchObject({
      ok: false,
      error: { code: 'printer-out-of-paper' },
    })
    expect(await printer.checkHealth('internal', never)).toMatchObject({ ok: false })
    await rig.putPaperIn()
    await until(() => printer.status().state === 'online', 'online again')
    expect(await printer.print(pdf, never)).toMatchObject({ ok: true })
  })

  test('fails a document whose paper runs out', async () => {
    const print = printer.print(pdf, never)
    await rig.takePaperOut()
    expect(await print).toMatchObject({ ok: false, error: { code: 'printer-out-of-paper' } })
    await rig.putPaperIn()
    await aWhile()
    // It does not come out later, in somebody else's hands.
    expect(await rig.printed()).toHaveLength(0)
  })

  test('does not print what was called off', async () => {
    const controller = new AbortController()
    controller.abort()
    expect(await printer.print(pdf, controller.signal)).toMatchObject({ ok: false })
    expect(await rig.printed()).toHaveLength(0)
  })

  test('is missing when it is unplugged, and there when it is opened again', async () => {
    await rig.unplug()
    await until(() => printer.status().state === 'no-device', 'no-device')
    expect(printer.status().fault?.code).toBe('printer-missing')
    expect(await printer.print(pdf, never)).toMatchObject({ ok: false, error: { code: 'printer-missing' } })
    expect(await printer.reset()).toMatchObject({ ok: false })
    await printer.close()
    await rig.plugIn()
    printer = rig.open()
    await until(() => printer.status().state === 'online', 'online')
    expect(await printer.print(pdf, never)).toMatchObject({ ok: true })
  })

  test('comes back by itself under a supervisor', async () => {
    const supervised = supervisePrinter({
      id: 'printer',
      open: () => rig.open(),
      policy: { firstBackOffMs: 10, lastBackOffMs: 20, budget: 1_000 },
    })
    await until(() => supervised.status().state === 'online', 'online')
    await rig.unplug()
    await until(() => supervised.status().state === 'no-device', 'no-device')
    await rig.plugIn()
    await until(() => supervised.status().state === 'online', 'online again')
    expect(await supervised.print(pdf, never)).toMatchObject({ ok: true })
    await supervised.close()
  })

  test('tells what it is and how it is', async () => {
    expect(printer.capabilities().kind).toBe('printer')
    expect(await printer.checkHealth('internal', never)).toMatchObject({ ok: true })
    expect(await printer.reset()).toMatchObject({ ok: true })
  })

  test('closes twice while it prints, and says nothing afterwards', async () => {
    await rig.takePaperOut()
    await rig.putPaperIn()
    await until(() => printer.status().state === 'online', 'online')
    const print = printer.print(pdf, never)
    const states: string[] = []
    printer.onStatus(({ state }) => states.push(state))
    await Promise.all([printer.close(), printer.close()])
    await print
    await rig.takePaperOut()
    await aWhile()
    expect(states.filter((state) => state !== 'busy')).toEqual([])
    expect(await printer.print(pdf, never)).toMatchObject({ ok: false })
  })

  test('closes while it opens', async () => {
    const other = rig.open()
    await other.close()
    await aWhile()
    expect(await other.print(pdf, never)).toMatchObject({ ok: false })
  })
})

describe('IPP', () => {
  const standIn = new StandInIppPrinter()
  beforeAll(() => standIn.start())
  afterAll(() => standIn.stop())

  test('names a jam', async () => {
    const printer = openIppPrinter({ id: 'printer', uri: standIn.uri, askEveryMs: 20 })
    standIn.trouble = 'jam'
    await until(() => printer.status().fault?.code === 'printer-jam', 'a jam')
    await printer.close()
  })

  test('takes a server that speaks no IPP for no printer', async () => {
    standIn.trouble = 'garbage'
    const printer = openIppPrinter({ id: 'printer', uri: standIn.uri })
    await until(() => printer.status().fault !== undefined, 'a fault')
    expect(printer.status().fault).toMatchObject({
      code: 'printer-missing',
      detail: expect.stringContaining('no answer'),
    })
    await printer.close()
    standIn.trouble = 'none'
  })
})

const noCups = whyNoCups()
describe.skipIf(noCups !== undefined)(leftOutIf('a real CUPS queue', noCups), () => {
  let cups: Cups
  let printer: Printer
  beforeAll(async () => {
    cups = await Cups.start()
    printer = openIppPrinter({ id: 'printer', uri: cups.uri, askEveryMs: 100 })
    await until(() => printer.status().state === 'online', 'online')
  })
  afterAll(async () => {
    await printer.close()
    await cups.stop()
  })

  test('prints', async () => {
    expect(await printer.print(pdf, never)).toMatchObject({ ok: true })
    expect(await cups.printed()).toEqual(pdf)
    expect(printer.capabilities().model).toBe('Local Raw Printer')
  })

  test('is out of paper, cancels the job, and prints again when there is paper', async () => {
    await cups.takePaperOut()
    const others = Buffer.concat([pdf, Buffer.from('% of the applicant before')])
    expect(await printer.print(others, never)).toMatchObject({
      ok: false,
      error: { code: 'printer-out-of-paper' },
    })
    expect(printer.status().state).toBe('user-error')
    await cups.putPaperIn()
    // The queue still speaks of the paper that was out: only a job clears that.
    await sleep(300)
    expect(await cups.printed()).not.toEqual(others)
    expect(printer.status().state).toBe('user-error')
    expect(await printer.print(pdf, never)).toMatchObject({ ok: true })
    expect(printer.status().state).toBe('online')
  })

  test('is missing when the spooler is down', async () => {
    await cups.halt()
    await until(() => printer.status().fault?.code === 'printer-missing', 'missing')
  })
})

test('a queue that CUPS does not have is missing', async ({ skip }) => {
  skip(noCups !== undefined, noCups)
  const cups = await Cups.start()
  const printer = openIppPrinter({ id: 'printer', uri: cups.uri.replace('slip', 'none') })
  await until(() => printer.status().fault !== undefined, 'a fault')
  expect(printer.status().fault).toMatchObject({
    code: 'printer-missing',
    detail: expect.stringContaining('0x406'),
  })
  await printer.close()
  await cups.stop()
})
