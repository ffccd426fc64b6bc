import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type CDPSession } from '@playwright/test'
import { languages } from '../../main/service/contract.ts'
import { type SampleName, sampleNames, sampleView } from '../fixtures/views.ts'
import { startFixtureBooth } from '../e2e/screens/fixture-server.ts'
import { openBooth } from '../e2e/screens/show.ts'
import { inWords, type Memory } from './memory.ts'

/** What may grow in a page. Bytes, or counts. */
export type PageMeasure = Memory &
  Readonly<{
    nodes: number
    listeners: number
    /** Resident memory of the browser's processes that outlive an applicant: its own, graphics, network. */
    lasting: number
  }>

/** One branch in so many is on an applicant's way, and one applicant in so many gets as far as the camera. */
const oneIn = 3

/** The camera is taken and given back, and guidance is loaded: so long somebody sits at least. */
const sittingMs = 700

type PageSoakOptions = Readonly<{
  rounds: number
  say: (line: string) => void
  /** Ends it after the round under way. */
  signal: AbortSignal
}>

/**
 * Every screen, and in turn one branch in three and the camera, in a window of a real Chromium, round after round in
 * all languages. As on a booth each applicant gets a page of their own under the booth's other name, and with it a new
 * renderer process.
 */
export async function soakPage({ rounds, say, signal }: PageSoakOptions): Promise<readonly PageMeasure[]> {
  await using ending = new AsyncDisposableStack()
  const booth = await startFixtureBooth()
  ending.defer(() => booth.close())
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
    handleSIGINT: false,
  })
  ending.defer(() => browser.close())
  const page = await browser.newPage()
  await openBooth(page, booth)
  const session = await page.context().newCDPSession(page)
  const whole = await browser.newBrowserCDPSession()

  const measures: PageMeasure[] = []
  for (let round = 0; round < rounds && !signal.aborted; round++) {
    const language = languages[round % languages.length] ?? 'ja'
    booth.release()
    const address = booth.address()
    await page.goto(round % 2 === 0 ? address.replace('127.0.0.1', 'localhost') : address)
    await page.locator('.panel').waitFor()
    for (const name of wayOf(round)) {
      const serial = booth.host.show(sampleView(name, { language }))
      await page.locator(`.panel[data-serial="${serial}"]`).waitFor()
      if (sitting.has(name)) await sleep(sittingMs)
    }
    const measured = await measure(session, whole)
    measures.push(measured)
    if ((round + 1) % 50 === 0) say(`page: ${round + 1} of ${rounds} rounds, ${inWords(measured)}`)
  }
  return measures
}

const sitting: ReadonlySet<SampleName> = new Set(['position'])

const wayOf = (round: number): readonly SampleName[] =>
  sampleNames.filter((name, n) =>
    sitting.has(name) ? round % oneIn === 0 : !name.includes('.') || (n + round) % oneIn === 0,
  )

const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024

async function measure(page: CDPSession, browser: CDPSession): Promise<PageMeasure> {
  await page.send('HeapProfiler.collectGarbage')
  const { usedSize } = await page.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await page.send('Memory.getDOMCounters')
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const of = (isRenderer: boolean): number[] =>
    processInfo.filter(({ type }) => (type === 'renderer') === isRenderer).map(({ id }) => residentBytes(id))
  return {
    heap: usedSize,
    // The booth's page has the largest renderer; the others are the browser's own surfaces.
    resident: Math.max(...of(true)),
    nodes,
    listeners: jsEventListeners,
    lasting: of(false).reduce((sum, bytes) => sum + bytes, 0),
  }
}
