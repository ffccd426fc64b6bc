import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type CDPSession } from '@playwright/test'
import { languages } from '../../main/service/contract.ts'
import { type SampleName, sampleNames, sampleView } from '../fixtures/views.ts'
import { startFixtureBooth } from '../e2e/screens/fixture-server.ts'
import { openBooth } from '../e2e/screens/show.ts'

/** What may grow in a page. Bytes, or counts. */
export type PageMeasure = Readonly<{ heap: number; resident: number; nodes: number; listeners: number }>

/** The camera is taken and given back, and guidance is loaded: so long somebody sits at least. */
const sittingMs = 700

/**
 * Every screen and branch one after another in one page of a real Chromium, round after round in all languages. A booth
 * gives each applicant a new renderer process; here one has to bear them all, so that what a screen leaves behind shows.
 */
export async function soakPage(rounds: number, say: (line: string) => void): Promise<readonly PageMeasure[]> {
  await using ending = new AsyncDisposableStack()
  const booth = await startFixtureBooth()
  ending.defer(() => booth.close())
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  ending.defer(() => browser.close())
  const page = await browser.newPage()
  await openBooth(page, booth)
  const session = await page.context().newCDPSession(page)
  const renderer = await rendererOf(await browser.newBrowserCDPSession())

  const measures: PageMeasure[] = []
  for (let round = 0; round < rounds; round++) {
    const language = languages[round % languages.length] ?? 'ja'
    for (const name of sampleNames) {
      const serial = booth.host.show(sampleView(name, { language }))
      await page.locator(`.panel[data-serial="${serial}"]`).waitFor()
      if (sitting.has(name)) await sleep(sittingMs)
    }
    measures.push(await measure(session, renderer))
    if ((round + 1) % 50 === 0) say(`page: ${round + 1} of ${rounds} rounds`)
  }
  return measures
}

const sitting: ReadonlySet<SampleName> = new Set(['position'])

async function rendererOf(browser: CDPSession): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  const newest = processInfo.filter(({ type }) => type === 'renderer').toSorted((a, b) => b.id - a.id)[0]
  if (newest === undefined) throw new Error('The browser has no renderer process.')
  return newest.id
}

async function measure(session: CDPSession, renderer: number): Promise<PageMeasure> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${renderer}/status`, 'utf8'))?.[1]
  return {
    heap: usedSize,
    resident: Number(kilobytes) * 1_024,
    nodes,
    listeners: jsEventListeners,
  }
}
