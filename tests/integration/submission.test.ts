import { describe, expect, test } from 'vitest'
import { application, eventually, fakePortrait, ledgerOf, openGround } from './submission/ground.ts'

const soon = (): AbortSignal => AbortSignal.timeout(5_000)

const confirmed = async (
  submission: Awaited<ReturnType<Awaited<ReturnType<typeof openGround>>['open']>>,
  index: number,
) => {
  const result = await submission.confirm(application(index))
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

describe('from confirmation to receipt', () => {
  test('an accepted application is in the ledger once, and its sealed bytes are gone', async () => {
    await using ground = await openGround()
    const submission = await ground.open()
    const { applicationId, reference } = await confirmed(submission, 1)
    const outcome = await submission.outcome(applicationId, soon())

    const ledger = await ledgerOf(ground.intake)
    expect(ledger.map((line) => [line.applicationId, line.decision])).toEqual([[applicationId, 'accepted']])
    expect(outcome).toEqual({ kind: 'accepted', receiptNumber: ledger[0]?.receiptNumber })
    expect(reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    await eventually('an empty outbox', () => submission.health().queued === 0)
    expect(await submission.keptReference(application(1).formId)).toBeUndefined()
    expect(ground.journal.of('application-settled')).toHaveLength(1)
  })

  test.each([
    ['0009011', { kind: 'refused', reason: 'form-id-unknown' }],
    ['0009012', { kind: 'refused', reason: 'form-id-in-progress' }],
    ['0009013', { kind: 'refused', reason: 'date-of-birth-mismatch' }],
    ['0009005', { kind: 'refused', reason: 'photo-unsuitable' }],
    ['0009023', { kind: 'pending' }],
  ])('the authority’s answer to …%s reaches the applicant', async (tail, expected) => {
    await using ground = await openGround()
    const submission = await ground.open()
    const result = await submission.confirm(application(1, { formId: `4821000000000000${tail}` }))
    if (!result.ok) throw new Error(result.error.code)
    expect(await submission.outcome(result.value.applicationId, soon())).toMatchObject(expected)
  })

  test('a mended photo goes as a new application after the first was refused', async () => {
    await using ground = await openGround()
    const submission = await ground.open()
    const formId = '48210000000000000009004'
    const first = await submission.confirm(application(1, { formId }))
    if (!first.ok) throw new Error(first.error.code)
    expect(await submission.outcome(first.value.applicationId, soon())).toMatchObject({ kind: 'refused' })
    const second = await submission.confirm(application(1, { formId, portrait: fakePortrait(2) }))
    if (!second.ok) throw new Error(second.error.code)
    expect(second.value.applicationId).not.toBe(first.value.applicationId)
    expect(await submission.outcome(second.value.applicationId, soon())).toMatchObject({ kind: 'accepted' })
  })

  test('a decision that comes later is journalled with its receipt number', async () => {
    await using ground = await openGround()
    const submission = await ground.open()
    const result = await submission.confirm(application(1, { formId: '48210000000000000009022' }))
    if (!result.ok) throw new Error(result.error.code)
    const { applicationId } = result.value
    expect(await submission.outcome(applicationId, soon())).toMatchObject({ kind: 'pending' })
    await ground.intake.store.settle(applicationId, { decision: 'refused', reason: 'form-id-unknown' })
    await eventually('the decision', () => ground.journal.of('application-decided').length === 1)
    expect(ground.journal.of('application-decided')[0]).toMatchObject({ reason: 'form-id-unknown' })
  })

  test('the check before the camera says what the authority says', async () => {
    await using ground = await openGround()
    const submission = await ground.open()
    const check = (formId: string) => submission.check(formId, '1987-03-21', soon())
    expect(await check('48210000000000000009001')).toBe('form-id-unknown')
    expect(await check('48210000000000000009003')).toBe('date-of-birth-mismatch')
    expect(await check('48210000000000000000001')).toBe('usable')
    await ground.intake.close()
    expect(await check('48210000000000000000001')).toBe('unreachable')
  })
})

describe('without a line', () => {
  test('the application is held, known by its form, and sent when the line is back', async () => {
    await using ground = await openGround()
    const nowhere = 'http://127.0.0.1:1'
    const offline = await ground.open({ intakeUrl: nowhere })
    const { applicationId, reference } = await confirmed(offline, 1)
    expect(await offline.outcome(applicationId, soon())).toEqual({ kind: 'held' })
    expect(await offline.keptReference(application(1).formId)).toBe(reference)
    expect(await offline.confirm(application(1))).toEqual({
      ok: false,
      error: { code: 'already-kept', reference },
    })
    expect(offline.health()).toMatchObject({ ready: true, queued: 1, intake: 'unreachable' })
    await offline.close()

    const online = await ground.open()
    expect(await online.outcome(applicationId, soon())).toMatchObject({ kind: 'accepted' })
    expect(await ledgerOf(ground.intake)).toHaveLength(1)
  })

  test('somebody who waits goes before the backlog', async () => {
    await using ground = await openGround()
    const offline = await ground.open({ intakeUrl: 'http://127.0.0.1:1' })
    for (let index = 1; index <= 5; index += 1) await confirmed(offline, index)
    await offline.close()
    const online = await ground.open()
    const { applicationId } = await confirmed(online, 6)
    await online.outcome(applicationId, soon())
    await eventually('all six', () => online.health().queued === 0)
    const order = ground.journal.of('application-settled').map((facts) => facts['reference'])
    const mine = ground.journal.of('application-confirmed').at(-1)?.['reference']
    // One or two may have gone before the confirmation was there.
    expect(order.indexOf(mine ?? null)).toBeLessThanOrEqual(2)
  })
})

describe('credentials', () => {
  const overTls = { development: false, host: '127.0.0.1', names: ['127.0.0.1'] } as const

  test('over TLS a revoked booth holds everything and says so', async () => {
    await using ground = await openGround(overTls)
    const submission = await ground.open()
    await ground.intake.store.revoke('booth-17')
    const { applicationId } = await confirmed(submission, 1)
    expect(await submission.outcome(applicationId, soon())).toEqual({ kind: 'held' })
    await eventually('held', () => submission.health().held === 1)
    expect(submission.health()).toMatchObject({ queued: 0, intake: 'refusing' })
    expect(ground.journal.of('application-held')).toMatchObject([{ because: 'http-403', count: 1 }])
    // A newcomer is held with it, unsent.
    await confirmed(submission, 2)
    await eventually('both held', () => submission.health().held === 2)
    expect(await ledgerOf(ground.intake)).toEqual([])
  })

  test('over TLS a certificate of another booth does not pass for this one', async () => {
    await using ground = await openGround(overTls)
    await using stranger = await openGround()
    await ground.intake.store.revoke('booth-17')
    const submission = await ground.open({ keysFolder: stranger.keysFolder })
    const { applicationId } = await confirmed(submission, 1)
    expect(await submission.outcome(applicationId, soon())).toEqual({ kind: 'held' })
    await eventually('held', () => submission.health().held === 1)
    expect(await ledgerOf(ground.intake)).toEqual([])
  })

  test('two services never send from one outbox', async () => {
    await using ground = await openGround()
    await ground.open()
    await expect(ground.open()).rejects.toThrow('Another booth service sends from this outbox already.')
  })

  test('plain http is for loopback in development', async () => {
    await using ground = await openGround()
    await expect(ground.open({ development: false })).rejects.toThrow('must be reached over https')
    await expect(ground.open({ intakeUrl: 'http://intake.example' })).rejects.toThrow('over https')
  })
})
