import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ensureKeys, loadKeys } from '../../intake/keys.ts'
import { retryApplication } from '../../main/submission/commands.ts'
import { enrolmentFile } from '../../main/submission/keys.ts'
import { openSubmission } from '../../main/submission/submission.ts'
import type { SubmissionOptions } from '../../main/submission/submission.ts'
import { application, enrol, eventually, hurry, listeningJournal, scratch } from './submission/ground.ts'
import { startWickedIntake } from './submission/wicked-intake.ts'
import type { Misdeed } from './submission/wicked-intake.ts'

const soon = (): AbortSignal => AbortSignal.timeout(15_000)

const openWickedGround = async (tls = false, changes: Partial<SubmissionOptions> = {}) => {
  const { folder, [Symbol.dispose]: remove } = scratch()
  const intake = await startWickedIntake(folder, tls)
  const keysFolder = await enrol(folder, (request) => intake.enrol(request))
  const journal = listeningJournal()
  const options = {
    outboxFolder: join(folder, 'outbox'),
    keysFolder,
    intakeUrl: intake.url,
    development: true,
    journal,
    ...hurry,
    ...changes,
  }
  const opened = await openSubmission(options)
  return {
    folder,
    keysFolder,
    intake,
    journal,
    options,
    submission: opened,
    confirm: async (index: number): Promise<string> => {
      const result = await opened.confirm(application(index))
      if (!result.ok) throw new Error(result.error.code)
      return result.value.applicationId
    },
    [Symbol.asyncDispose]: async () => {
      await opened.close()
      await intake[Symbol.asyncDispose]()
      remove()
    },
  }
}

const genuineButFor =
  (changes: Parameters<Parameters<Misdeed>[0]['receipt']>[0]): Misdeed =>
  async ({ receipt, json }) =>
    json(200, { receipt: await receipt(changes) })

/** Flips one bit of the signature, in the middle: the last character may carry none. */
const tampered = (token: string): string => {
  const at = token.length - 20
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
}

const otherId = '01890a5d-ac96-774b-bcce-b302099a8057'

/** Each is met once, journalled under one clear code, and the application is sent after it all the same. */
const passing: [string, string, Misdeed][] = [
  ['an internal fault', 'http-500', ({ problem }) => problem(500, 'internal')],
  ['maintenance', 'http-503', ({ problem }) => problem(503, 'maintenance', { 'retry-after': '0' })],
  ['too early', 'http-425', ({ problem }) => problem(425, 'busy')],
  ['too many requests', 'http-429', ({ problem }) => problem(429, 'busy')],
  ['a slow line blamed on the request', 'http-408', ({ problem }) => problem(408, 'bad-request')],
  ['a reset connection', 'UND_ERR_SOCKET', ({ response }) => response.destroy()],
  [
    'an answer broken off in the middle',
    'UND_ERR_SOCKET',
    ({ response }) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"receipt":"ey')
      setTimeout(() => response.destroy(), 20)
    },
  ],
  ['no answer at all', 'UND_ERR_HEADERS_TIMEOUT', () => undefined],
  [
    'an answer that stops',
    'UND_ERR_BODY_TIMEOUT',
    ({ response }) => response.writeHead(200, { 'content-length': '500' }).write('{'),
  ],
  [
    'an answer that drips',
    'deadline',
    async ({ response }) => {
      response.writeHead(200, { 'content-length': '5000' })
      for (let sent = 0; sent < 40 && !response.destroyed; sent += 1) {
        response.write(' ')
        await delay(200)
      }
      response.destroy()
    },
  ],
  [
    'an endless answer',
    'UND_ERR_RES_EXCEEDED_MAX_SIZE',
    ({ json }) => json(200, { receipt: 'A'.repeat(1e6) }),
  ],
  [
    'a portal page',
    'answer-unreadable',
    ({ response }) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the Wi-Fi</html>'),
  ],
  ['a portal that refuses', 'http-400', ({ response }) => response.writeHead(400).end('bad request')],
  [
    'a redirect',
    'http-302',
    ({ response }) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ],
  ['a wrong address', 'http-404', ({ problem }) => problem(404, 'not-found')],
  [
    'a tampered receipt',
    'receipt-signature-wrong',
    async ({ receipt, json }) => json(200, { receipt: tampered(await receipt()) }),
  ],
  [
    'a receipt of another application',
    'receipt-for-another-application',
    genuineButFor({ applicationId: otherId }),
  ],
  ['a receipt of another booth', 'receipt-for-another-booth', genuineButFor({ boothId: 'booth-18' })],
  ['what is not a receipt', 'receipt-not-a-receipt', ({ json }) => json(200, { receipt: 'thank you' })],
  [
    'an unsigned receipt',
    'receipt-not-a-receipt',
    async ({ receipt, json }) => {
      const [, claims] = (await receipt()).split('.')
      const header = Buffer.from('{"alg":"none","kid":"x"}').toString('base64url')
      json(200, { receipt: `${header}.${claims}.` })
    },
  ],
]

test.concurrent.each(passing)(
  '%s is journalled as %s and nothing is lost',
  async (_what, because, misdeed) => {
    await using ground = await openWickedGround()
    ground.intake.next(misdeed)
    const id = await ground.confirm(1)
    await eventually('custody', () => ground.intake.kept.has(id))
    expect(await ground.submission.outcome(id, soon())).toMatchObject({ kind: 'accepted' })
    expect(ground.journal.of('sending-failed').map((facts) => facts['because'])).toEqual([because])
    expect(ground.intake.puts.get(id)).toBe(2)
    // Before it was sent a second time the intake was asked whether it has it.
    expect(ground.intake.statusQueries()).toBe(1)
  },
)

test.concurrent('custody taken but the answer lost: asked about, not sent again', async () => {
  await using ground = await openWickedGround()
  ground.intake.next(({ applicationId, digest, response }) => {
    ;(ground.intake.kept as Map<string, string>).set(applicationId, digest)
    response.destroy()
  })
  const id = await ground.confirm(1)
  expect(await ground.submission.outcome(id, soon())).toMatchObject({ kind: 'accepted' })
  expect(ground.intake.puts.get(id)).toBe(1)
})

test.concurrent.each([
  ['unreadable', 422],
  ['conflict', 409],
  ['too-large', 413],
  ['bad-request', 400],
] as const)(
  'an envelope that is %s is quarantined, kept, and sent when an operator says so',
  async (type, status) => {
    await using ground = await openWickedGround()
    ground.intake.next(({ problem }) => problem(status, type))
    const id = await ground.confirm(1)
    expect(await ground.submission.outcome(id, soon())).toEqual({ kind: 'held' })
    await eventually('quarantine', () => ground.submission.health().quarantined === 1)
    expect(ground.journal.of('application-quarantined')[0]).toMatchObject({ because: type })
    expect(await ground.submission.keptReference(application(1).formId)).toBeDefined()

    expect(retryApplication(ground.options.outboxFolder, id, ground.journal)).toMatchObject({ ok: true })
    await eventually('custody', () => ground.intake.kept.has(id))
  },
)

test.concurrent('a genuine receipt for other bytes under this ID: quarantined as a conflict', async () => {
  await using ground = await openWickedGround()
  const otherDigest = randomBytes(32).toString('base64url')
  ground.intake.next(async ({ receipt, json }) =>
    json(200, { receipt: await receipt({ digest: otherDigest }) }),
  )
  await ground.confirm(1)
  await eventually('quarantine', () => ground.submission.health().quarantined === 1)
  expect(ground.journal.of('application-quarantined')[0]).toMatchObject({ because: 'conflict' })
})

test.concurrent(
  'a huge Retry-After is honoured up to a bound, and the applicant is not kept standing',
  async () => {
    await using ground = await openWickedGround(false, { timing: { ...hurry.timing, applicantWaitMs: 100 } })
    ground.intake.next(({ problem }) => problem(503, 'maintenance', { 'retry-after': '99999999999' }))
    const id = await ground.confirm(1)
    expect(await ground.submission.outcome(id, soon())).toEqual({ kind: 'held' })
    expect(ground.intake.puts.get(id)).toBe(1)
    await eventually('custody after the bounded pause', () => ground.intake.kept.has(id))
  },
)

test.concurrent(
  'refused: everything is held with one alarm, newcomers too, and sent when the booth may again',
  async () => {
    await using ground = await openWickedGround()
    ground.intake.refuse(true)
    const ids = [await ground.confirm(1), await ground.confirm(2)]
    expect(await ground.submission.outcome(ids[1] ?? '', soon())).toEqual({ kind: 'held' })
    await eventually('both held', () => ground.submission.health().held === 2)
    expect(ground.submission.health()).toMatchObject({ intake: 'refusing', queued: 0, ready: true })
    expect(ground.journal.of('application-held')[0]).toMatchObject({ because: 'http-403' })
    ground.intake.refuse(false)
    await eventually('custody of both', () => ids.every((id) => ground.intake.kept.has(id)))
    await eventually('an empty outbox', () => ground.submission.health().held === 0)
    for (const id of ids) expect(ground.intake.puts.get(id)).toBe(1)
  },
)

test.concurrent('a receipt by a stranger’s key does not count', async () => {
  await using ground = await openWickedGround()
  const folder = join(ground.folder, 'stranger')
  await ensureKeys(folder)
  const stranger = await loadKeys(folder)
  ground.intake.next(async ({ json, claims }) => json(200, { receipt: await stranger.signReceipt(claims) }))
  const id = await ground.confirm(1)
  await eventually('custody', () => ground.intake.kept.has(id))
  expect(ground.journal.of('receipt-refused')).toMatchObject([{ because: 'unknown-key' }])
})

test.concurrent(
  'new keys of the intake are asked for when a receipt names one, and sealed to from then on',
  async () => {
    await using ground = await openWickedGround()
    await eventually('the line', () => ground.submission.health().intake === 'reachable')
    await ground.intake.rotate()
    const id = await ground.confirm(1)
    expect(await ground.submission.outcome(id, soon())).toMatchObject({ kind: 'accepted' })
    expect(ground.journal.of('intake-keys-changed')).toHaveLength(1)
    expect(ground.journal.of('receipt-refused')).toEqual([])
  },
)

test.concurrent('a clock that is wrong puts the booth out of service until it is right', async () => {
  await using ground = await openWickedGround(false, {
    timing: { ...hurry.timing, keysEveryMs: 50, clockEveryMs: 50 },
  })
  await eventually('a measured clock', () => Math.abs(ground.submission.health().clockSkewMs ?? 1e9) < 2_000)
  expect(ground.submission.health().ready).toBe(true)
  ground.intake.setClock(-3_600_000)
  await eventually('out of service', () => ground.submission.health().because === 'clock-wrong')
  expect(Math.round((ground.submission.health().clockSkewMs ?? 0) / 60_000)).toBe(60)
  ground.intake.setClock(0)
  await eventually('in service', () => ground.submission.health().ready)
  expect(ground.journal.of('clock-wrong')).toHaveLength(1)
})

test.concurrent('a clock that is set while the line is dead is noticed all the same', async () => {
  let jump = 0
  await using ground = await openWickedGround(false, { now: () => new Date(Date.now() + jump) })
  await eventually('a measured clock', () => ground.submission.health().clockSkewMs !== null)
  await ground.intake[Symbol.asyncDispose]()
  jump = -86_400_000
  expect(ground.submission.health()).toMatchObject({ ready: false, because: 'clock-wrong' })
  jump = 0
  expect(ground.submission.health().ready).toBe(true)
})

test.concurrent('mutual TLS with the pinned CA: sent', async () => {
  await using ground = await openWickedGround(true)
  const id = await ground.confirm(1)
  expect(await ground.submission.outcome(id, soon())).toMatchObject({ kind: 'accepted' })
})

test.concurrent(
  'a server of another CA: everything is held, with an alarm, and sent once the right one answers',
  async () => {
    await using ground = await openWickedGround(true)
    await ground.submission.close()
    using other = scratch()
    await using impostor = await startWickedIntake(other.folder, true)
    const fooled = await openSubmission({ ...ground.options, intakeUrl: impostor.url })
    const result = await fooled.confirm(application(1))
    if (!result.ok) throw new Error(result.error.code)
    const { applicationId } = result.value
    expect(await fooled.outcome(applicationId, soon())).toEqual({ kind: 'held' })
    await eventually('held', () => fooled.health().held === 1)
    expect(ground.journal.of('application-held').length).toBeGreaterThan(0)
    expect(impostor.puts.size).toBe(0)
    await fooled.close()

    const again = await openSubmission(ground.options)
    await eventually('custody', () => ground.intake.kept.has(applicationId))
    await again.close()
  },
)

test.concurrent('an enrolment for another key is refused at the start, in one sentence', async () => {
  await using ground = await openWickedGround()
  using other = scratch()
  const theirs = await enrol(other.folder, (request) => ground.intake.enrol(request))
  await ground.submission.close()
  writeFileSync(join(ground.keysFolder, enrolmentFile), readFileSync(join(theirs, enrolmentFile)))
  const submission = await openSubmission(ground.options)
  expect(submission.health()).toMatchObject({ ready: false, because: 'not-provisioned' })
  expect(ground.journal.of('booth-keys-unusable')[0]?.['because']).toContain('for another key')
  await submission.close()
})
