import { spawnSync } from 'node:child_process'
import type { Browser } from '@playwright/test'
import { asking } from '../../main/demo/applicant.ts'
import { intakeProgram } from '../../main/demo/intake-process.ts'
import { startIntakeProcess } from '../../main/demo/intake-process.ts'
import { expect, person, test } from './booth/stage.ts'
import { flawsOf } from './screens/measure.ts'

test.describe.configure({ mode: 'default', timeout: 180_000 })

/** Nobody without special wishes presses more keys than this from the first screen to the last. */
const mostPresses = 25

test('a whole application: the receipt number on the screen is found in the ledger by another process', async ({
  applicant,
  stage,
}) => {
  await applicant.sees('welcome')
  await applicant.goes('welcome', 'done')
  const done = applicant.screen('done')
  await expect(done.locator('[data-outcome="accepted"]')).toBeVisible()
  const number = (await done.locator('.number dd').innerText()).trim()
  const { database } = stage.ground.intakePlace
  const ledger = spawnSync(process.execPath, [intakeProgram, 'ledger', '--json', '--database', database], {
    encoding: 'utf8',
  })
  const lines = ledger.stdout.trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { receiptNumber: string }).receiptNumber)).toContain(number)
  await applicant.answers('done')
  await applicant.sees('farewell')
  expect(applicant.pressed).toBeLessThanOrEqual(mostPresses)
})

test('the next applicant begins in another renderer process', async ({ applicant, stage }) => {
  await applicant.goes('welcome', 'notice')
  await applicant.presses('cancel')
  await applicant.presses('cancel-yes')
  await applicant.sees('farewell')
  const before = await rendererOf(stage.browser)
  const origin = new URL(applicant.page.url()).hostname
  await applicant.page.waitForURL((url) => url.hostname !== origin)
  await applicant.sees('welcome')
  expect(await rendererOf(stage.browser)).not.toEqual(before)
})

test('all of it from a wheelchair: every key lies in the lower 40 %', async ({ applicant }) => {
  const { page } = applicant
  await applicant.sees('welcome')
  await applicant.presses('lower')
  for (const screen of asking.slice(0, -1)) {
    await applicant.sees(screen)
    expect([screen, await flawsOf(page)]).toEqual([screen, []])
    await applicant.answers(screen)
  }
  await applicant.sees('farewell')
})

async function rendererOf(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

test.describe('a code that is no form ID', () => {
  const codes = {
    'my-number': '123456789018',
    'corporate-number': '1234567890123',
    'wrong-length': '1234567890',
    'not-digits': 'HELLO WORLD',
    'url-without-id': 'https://net.kojinbango-card.go.jp/SS_SERVICE_OUT/FA01S001Action.do',
    'several-ids': `https://net.kojinbango-card.go.jp/?a=${person.formId}&b=${'9'.repeat(23)}`,
    'other-url': 'https://mynumbercard.point.soumu.go.jp/',
    'layout-damaged': `https+//net.kojinbango-card.go.jp/?i^${person.formId}`,
  }
  test('is answered each in its own words, and the right one is taken afterwards', async ({
    applicant,
    stage,
    journal,
  }) => {
    await applicant.goes('welcome', 'scan')
    for (const [refusal, code] of Object.entries(codes)) {
      stage.reader.send(`${code}\r\n`)
      await expect(applicant.screen('scan')).toHaveAttribute('data-subject', new RegExp(`^${refusal} `))
      expect(await applicant.page.content()).not.toContain(code)
      await expect.poll(() => journal.last('code-refused')).toMatchObject({ result: refusal })
    }
    stage.reader.send(`${person.formId}\r\n`)
    await applicant.sees('confirm-form')
    await applicant.presses('cancel')
    await applicant.presses('cancel-yes')
    await applicant.sees('farewell')
  })

  test('gets help by a key when nothing reads', async ({ applicant }) => {
    await applicant.goes('welcome', 'scan')
    await applicant.presses('no-read')
    await expect(applicant.screen('scan')).toHaveAttribute('data-subject', /^no-read /)
  })
})

test('a code held up before the reader is asked for is not taken', async ({ applicant, stage }) => {
  await applicant.sees('welcome')
  stage.reader.send(`${person.formId}\r\n`)
  await applicant.presses('start-ja')
  await applicant.sees('notice')
  stage.reader.send(`${person.formId}\r\n`)
  await applicant.presses('next')
  await applicant.sees('scan')
  await applicant.page.waitForTimeout(500)
  await applicant.sees('scan')
})

test('the reader is unplugged while scanning, and the session goes on when it is back', async ({
  applicant,
  stage,
  journal,
}) => {
  await applicant.goes('welcome', 'scan')
  await stage.reader.unplug()
  await expect(applicant.page.locator('.trouble')).toBeVisible()
  await expect
    .poll(() => journal.last('device-fault'))
    .toMatchObject({ device: 'code-reader', fault: 'code-reader-lost' })
  await stage.reader.plugIn()
  await expect(applicant.page.locator('.trouble')).toBeHidden()
  await applicant.goes('scan', 'confirm-form')
})

test('a double press is one press', async ({ applicant }) => {
  await applicant.goes('welcome', 'notice')
  await applicant.key('next').dblclick()
  await applicant.sees('scan')
  await applicant.page.waitForTimeout(300)
  await applicant.sees('scan')
})

for (const [index, screen] of asking.slice(1, asking.indexOf('done')).entries())
  test(`cancelling at ${screen} ends in a farewell with nothing sent`, async ({ applicant, journal }) => {
    const before = journal.count('application-confirmed')
    await applicant.goes('welcome', asking[index + 1] ?? 'notice')
    await applicant.presses('cancel')
    await applicant.presses('cancel-yes')
    await applicant.sees('farewell')
    // The journal's file is written behind the screen.
    await expect.poll(() => journal.last('session-ended')).toMatchObject({ how: 'cancelled', after: screen })
    expect(journal.count('application-confirmed')).toBe(before)
  })

test('another page is refused while this one lives, and a new one after it begins at welcome', async ({
  applicant,
  stage,
}) => {
  await applicant.goes('welcome', 'scan')
  const answer = await applicant.page.evaluate(async () => {
    const token = sessionStorage.getItem('booth-token')
    const { status } = await fetch('api/view', {
      headers: { authorization: `Bearer ${token}`, 'x-booth-page': 'another-page-0001' },
    })
    return status
  })
  expect(answer).toBe(409)
  await stage.enter()
  await applicant.sees('welcome')
})

test('the line is down: the application is kept, said so, and sent once the intake is back', async ({
  applicant,
  stage,
  journal,
}) => {
  const { intake, intakePlace, config } = stage.ground
  await applicant.goes('welcome', 'review')
  await intake.kill()
  await applicant.presses('send')
  await applicant.sees('done')
  await expect(applicant.screen('done').locator('[data-outcome="held"]')).toBeVisible()
  const again = await startIntakeProcess(intakePlace, Number(new URL(config.intake.url).port))
  await expect
    .poll(() => journal.last('application-settled'), { timeout: 90_000 })
    .toMatchObject({ decision: 'accepted' })
  await again.stop()
})
