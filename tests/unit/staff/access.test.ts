import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStaffAccess, provisionedRoles, setPin } from '../../../main/staff/access.ts'
import { hashPin } from '../../../main/staff/pin.ts'
import { openStaffSessions } from '../../../main/staff/sessions.ts'
import { seeded } from '../../seeded.ts'

const hour = 3_600_000
const events: { event: string; facts: unknown }[] = []
const journal = { record: (event: string, facts?: unknown) => void events.push({ event, facts }) }
let folder: string
/** Running time of the whole booth, however often it restarts. */
let now: number

/** A service that starts now; its monotonic clock begins anew, as after a reboot. */
const start = () => {
  const began = now
  return openStaffAccess({ folder, journal, uptimeMs: () => now - began })
}
const operatorPin = '294817'
const technicianPin = '70359126'

// Hashing is slow on purpose; what is tried here by the dozen is hashed as cheaply as the file allows.
let provisioned: string
beforeAll(async () => {
  const cheap = { N: 2 ** 14, r: 1, p: 1 }
  const hashes = {
    operator: await hashPin(operatorPin, cheap),
    technician: await hashPin(technicianPin, cheap),
  }
  provisioned = JSON.stringify({ version: 1, pins: hashes })
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machinaka-staff-'))
  writeFileSync(join(folder, 'staff.json'), provisioned, { mode: 0o600 })
  now = 5_000
  events.length = 0
})

describe('a PIN', () => {
  it('tells the role and leaves an entry in the audit', async () => {
    const access = await start()
    expect(await access.enter(operatorPin)).toEqual({ ok: true, value: 'operator' })
    expect(await access.enter(technicianPin)).toEqual({ ok: true, value: 'technician' })
    expect(events.map(({ event }) => event)).toEqual(['staff-entered', 'staff-entered'])
  })

  it('has no default: an unprovisioned booth lets nobody in', async () => {
    folder = mkdtempSync(join(tmpdir(), 'machinaka-staff-'))
    const access = await start()
    for (const pin of ['000000', '123456', '']) {
      expect(await access.enter(pin)).toEqual({ ok: false, error: { refused: 'no-pin-set', waitSeconds: 0 } })
    }
    expect(await provisionedRoles(folder)).toEqual({ ok: true, value: [] })
  })

  it.each([
    ['12345', 'A PIN has 6 to 12 digits.'],
    ['abcdef', 'A PIN is made of the digits 0 to 9.'],
    [
      '345678',
      'This PIN is too easily guessed: use at least three different digits, not counted up or down.',
    ],
    [
      '989898',
      'This PIN is too easily guessed: use at least three different digits, not counted up or down.',
    ],
    [operatorPin, 'The operator already has this PIN: choose another.'],
  ])('is refused in one sentence: %s', async (pin, sentence) => {
    expect(await setPin(folder, 'technician', pin)).toEqual({ ok: false, error: sentence })
  })

  it('lies only as a salted hash in a file of the service alone', async () => {
    await setPin(folder, 'operator', operatorPin)
    const text = readFileSync(join(folder, 'staff.json'), 'utf8')
    expect(text).not.toContain(operatorPin)
    expect(statSync(join(folder, 'staff.json')).mode & 0o077).toBe(0)
    const { pins } = JSON.parse(text) as { pins: Record<string, { N: number; salt: string }> }
    expect(pins['operator']?.N).toBe(32_768)
    expect(pins['operator']?.salt).not.toBe(pins['technician']?.salt)
  })
})

describe('the lock-out', () => {
  /** Guesses without rest for `hours`, restarting the booth as asked; when was a PIN looked at? */
  const guess = async (hours: number, restarts: () => boolean): Promise<number[]> => {
    let access = await start()
    const looked: number[] = []
    const end = now + hours * hour
    while (now < end) {
      const answer = await access.enter('111112')
      if (answer.ok) throw new Error('guessed')
      if (answer.error.refused === 'wrong-pin') looked.push(now)
      now += Math.max(1, answer.error.waitSeconds) * 1000
      if (restarts()) access = await start()
    }
    return looked
  }
  /** The most in any hour, wherever it begins. */
  const mostInAnHour = (times: readonly number[]): number =>
    Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + hour).length))

  it('leaves a guesser at most 10 tries an hour', async () => {
    expect(mostInAnHour(await guess(5, () => false))).toBe(10)
  })

  it.each([
    ['each try', () => true],
    ['now and then', seeded(20_261_123)],
  ])('leaves a guesser no more with restarts after %s', async (_, random) => {
    const tries = await guess(5, () => Number(random()) > 0.6)
    expect(tries.length).toBeGreaterThan(2)
    expect(mostInAnHour(tries)).toBeLessThanOrEqual(10)
  })

  it('neither ends sooner nor lasts longer when the clock is set', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      let access = await openStaffAccess({ folder, journal })
      for (let tries = 0; tries < 3; tries += 1) await access.enter('111112')
      for (const days of [400, -400]) {
        vi.setSystemTime(Date.now() + days * 24 * hour)
        const locked = { ok: false, error: { refused: 'locked', waitSeconds: 15 } }
        expect(await access.enter(operatorPin)).toEqual(locked)
        access = await openStaffAccess({ folder, journal })
        expect(await access.enter(operatorPin)).toEqual(locked)
      }
    } finally {
      vi.useRealTimers()
    }
  })

  it('does not end sooner by a power switch: what passes while the booth is off does not count', async () => {
    let access = await start()
    let tries = 0
    for (let round = 0; round < 40; round += 1) {
      const answer = await access.enter('111112')
      if (!answer.ok && answer.error.refused === 'wrong-pin') tries += 1
      // Off for the night: the monotonic clock of the next start begins at zero.
      access = await start()
      now += 1000
    }
    expect(tries).toBeLessThanOrEqual(10)
  })

  it('counts guesses that come all at once one after another', async () => {
    const access = await start()
    const answers = await Promise.all(Array.from({ length: 30 }, () => access.enter('111112')))
    expect(answers.filter((answer) => !answer.ok && answer.error.refused === 'wrong-pin')).toHaveLength(3)
  })

  it('has the try on the disk before the answer is given', async () => {
    const access = await start()
    const answer = access.enter('111112')
    await answer
    const { tries } = JSON.parse(readFileSync(join(folder, 'staff-tries.json'), 'utf8')) as {
      tries: number[]
    }
    expect(tries).toHaveLength(1)
  })

  it('does not look at a right PIN while it runs, and does after it', async () => {
    const access = await start()
    for (let tries = 0; tries < 3; tries += 1) await access.enter('111112')
    const locked = await access.enter(operatorPin)
    expect(locked).toEqual({ ok: false, error: { refused: 'locked', waitSeconds: 15 } })
    expect(events.at(-1)).toEqual({ event: 'staff-locked', facts: { seconds: 15 } })
    now += 15_000
    expect((await access.enter(operatorPin)).ok).toBe(true)
  })

  it("is not forgiven by another's right PIN", async () => {
    const access = await start()
    await access.enter('111112')
    await access.enter(operatorPin)
    await access.enter('111112')
    await access.enter(operatorPin)
    await access.enter('111112')
    expect(await access.enter(operatorPin)).toMatchObject({ ok: false, error: { refused: 'locked' } })
  })

  it('takes a damaged file for an exhausted hour', async () => {
    writeFileSync(join(folder, 'staff-tries.json'), '{"version":1,')
    const access = await start()
    expect(await access.enter(operatorPin)).toEqual({
      ok: false,
      error: { refused: 'locked', waitSeconds: 3600 },
    })
    now += hour
    expect((await access.enter(operatorPin)).ok).toBe(true)
  })
})

describe('a staff session', () => {
  let clock = new Date('2026-11-23T09:00:00Z')
  const open = () => openStaffSessions({ idleMinutes: 15, journal, uptimeMs: () => now, now: () => clock })

  it('ends by itself after the last press, and says so in the audit', () => {
    const sessions = open()
    const { token } = sessions.begin('operator')
    now += 14 * 60_000
    sessions.prolong(token)
    now += 14 * 60_000
    expect(sessions.find(token)?.role).toBe('operator')
    now += 2 * 60_000
    expect(sessions.find(token)).toBeUndefined()
    expect(events.at(-1)).toEqual({ event: 'staff-left', facts: { how: 'by-itself', role: 'operator' } })
  })

  it('is not prolonged by a clock that is set back, and says when it ends by the clock of the moment', () => {
    const sessions = open()
    const { token } = sessions.begin('operator')
    clock = new Date('2026-11-20T00:00:00Z')
    now += 14 * 60_000
    expect(sessions.find(token)?.endsAt).toEqual(new Date('2026-11-20T00:01:00Z'))
    now += 60_000
    expect(sessions.find(token)).toBeUndefined()
  })

  it('ends however busy the presses', () => {
    const sessions = open()
    const { token } = sessions.begin('technician')
    for (let minute = 0; minute < 121; minute += 1) {
      sessions.prolong(token)
      now += 60_000
    }
    expect(sessions.find(token)).toBeUndefined()
  })

  it('knows only its own token, and one session at a time', () => {
    const sessions = open()
    const first = sessions.begin('operator')
    const second = sessions.begin('technician')
    expect(sessions.find(first.token)).toBeUndefined()
    expect(sessions.find(`${second.token}x`)).toBeUndefined()
    expect(sessions.find(second.token)?.role).toBe('technician')
    sessions.end(second.token)
    expect(sessions.find(second.token)).toBeUndefined()
  })
})
