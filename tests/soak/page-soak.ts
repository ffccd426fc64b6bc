import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type CDPSession } from '@playwright/test'
import { languages } from '../../main/service/contract.ts'
import { type SampleName, sampleNames, sampleView } from '../fixtures/views.ts'
import { startFixtureBooth } from '../e2e/screens/fixture-server.ts'
import { openBooth } from '../e2e/screens/show.ts'
import { inWords, type Memory } from './memory.ts'

/** What may grow in a page. Bytes, or counts. */
export type PageMeasure = Memory & Readonly<{ nodes: number; listeners: number }>

/** The camera is taken and given back, and guidance is loaded: so long somebody sits at least. */
const sittingMs = 700

type PageSoakOptions = Readonly<{
  rounds: number
  say: (line: string) => void
  /** Ends it after the round under way. */
  signal: AbortSignal
}>

/**
 * Every screen and branch one after another in a window of a real Chromium, round after round in all languages. As on a
 * booth each applicant gets a page of their own under the booth's other name, and with it a new renderer process.
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
    for (const name of sampleNames) {
      const serial = booth.host.show(sampleView(name, { language }))
      await page.locator(`.panel[data-serial="${serial}"]`).waitFor()
      if (sitting.has(name)) await sleep(sittingMs)
    }
    const measured = await measure(session, await rendererOf(whole))
    measures.push(measured)
    if ((round + 1) % 50 === 0) say(`page: ${round + 1} of ${rounds} rounds, ${inWords(measured)}`)
  }
  return measures
}

const sitting: ReadonlySet<SampleName> = new Set(['position'])

/** The process of the booth's page: the largest renderer; the others are the browser's own surfaces. */
async function rendererOf(browser: CDPSession): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  const [largest] = renderers.toSorted((a, b) => residentBytes(b) - residentBytes(a))
  if (largest === undefined) throw new Error('The browser has no renderer process.')
  return largest
}

const residentBytes = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024

async function measure(session: CDPSession, renderer: number): Promise<PageMeasure> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  return {
    heap: usedSize,
    resident: residentBytes(renderer),
    nodes,
    listeners: jsEventListeners,
  }
}
