import { parseArgs } from 'node:util'
import { drawApplicant } from '../main/demo/drawn-applicant.ts'
import { renderSvg } from '../main/photo/render-svg.ts'
import type { Observation } from '../renderer/guidance/hint-engine.ts'
import { launchWithCamera, withFolder, writeVideo } from '../tests/e2e/camera/fake-camera.ts'
import { serveHarness } from '../tests/e2e/camera/harness-server.ts'
import { machine } from './machine.ts'

/*
 * Live hints a second at 1280×960 in headless Chromium without GPU, and how long the page's own thread is
 * blocked meanwhile (Long Tasks API: tasks over 50 ms). The mirror picture is shown, as on the position screen.
 *
 *   node bench/guidance.ts [--seconds 20]
 */

/** Goals (photo rules, "Speed"). */
const leastHintsPerSecond = 12
const longestBlockedMs = 50

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } })
const seconds = Number(values.seconds)
const size = { width: 1280, height: 960 }

const folder = await withFolder()
const server = await serveHarness()
const picture = await renderSvg(drawApplicant({ ...size, headHeight: 0.6 }), 'png')
const browser = await launchWithCamera(
  await writeVideo(folder.path, 'applicant', size, [{ picture, seconds: 1 }]),
)
try {
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
  await page.goto(server.url)
  await page.evaluate(`harness.open('', ${size.width}, ${size.height}); harness.attach(); harness.guide()`)
  // The first observations compile the models: they are not the rate.
  while ((await page.evaluate<number>('harness.seen().length')) < 10) await page.waitForTimeout(200)
  await page.evaluate('harness.watchLongTasks()')
  const before = await page.evaluate<number>('harness.seen().length')
  await page.waitForTimeout(seconds * 1000)
  const seen = await page.evaluate<Observation[]>('harness.seen()')
  const longTasks = await page.evaluate<number[]>('harness.longTasks()')

  const during = seen.slice(before).map(({ at }) => at)
  const gaps = during.slice(1).map((at, index) => at - (during[index] ?? at))
  const result = {
    machine: machine(),
    picture: `${size.width}×${size.height}`,
    backend: await page.evaluate<string>('harness.backend()'),
    hintsPerSecond: Number((during.length / seconds).toFixed(1)),
    longestGapMs: Math.round(Math.max(...gaps)),
    longTasks: longTasks.length,
    longestTaskMs: Math.round(Math.max(0, ...longTasks)),
  }
  console.log(JSON.stringify(result, null, 2))
  const met = result.hintsPerSecond >= leastHintsPerSecond && result.longestTaskMs <= longestBlockedMs
  process.exitCode = met ? 0 : 1
} finally {
  await browser.close()
  await server.close()
  await folder.remove()
}
