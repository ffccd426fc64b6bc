import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { DayHistory } from '../../../main/staff/contract.ts'
import { openBoothHistory } from '../../../main/staff/day-history.ts'

let now: Date
let folder: string
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000)
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machinaka-history-'))
  now = new Date('2026-11-23T05:05:00Z')
})
const open = () => openBoothHistory(folder, () => now)

describe('the last 24 hours', () => {
  it('show the worst of each half-hour, and unknown where the booth was off', async () => {
    const history = await open()
    history.sample('green')
    history.sample('red')
    history.sample('yellow')
    later(60)
    history.sample('green')
    const day = DayHistory.parse(history.day())
    expect(day.slots).toHaveLength(48)
    expect(day.slots.slice(-3)).toEqual(['red', 'unknown', 'green'])
    expect(day.from).toBe('2026-11-22T06:30:00.000Z')
    later(24 * 60)
    expect(new Set(history.day().slots)).toEqual(new Set(['unknown']))
  })

  it('name what went wrong and for how long, the newest first', async () => {
    const history = await open()
    history.hear({ event: 'intake-link', at: now, facts: { state: 'unreachable' } })
    later(6)
    history.hear({ event: 'intake-link', at: now, facts: { state: 'reachable' } })
    later(60)
    history.hear({ event: 'device-fault', at: now, facts: { device: 'printer', fault: 'printer-jam' } })
    history.hear({ event: 'device-fault', at: now, facts: { device: 'printer', fault: 'printer-jam' } })
    expect(history.day().incidents.map(({ section, seconds }) => [section, seconds])).toEqual([
      ['printer', null],
      ['intake', 360],
    ])
    later(1)
    history.hear({ event: 'device-recovered', at: now, facts: { device: 'printer', fault: 'printer-jam' } })
    expect(history.day().incidents[0]?.seconds).toBe(60)
    later(24 * 60)
    expect(history.day().incidents).toEqual([])
  })

  it('outlive a restart, and a damaged file is an empty day', async () => {
    const history = await open()
    history.sample('yellow')
    history.hear({ event: 'device-fault', at: now, facts: { device: 'printer', fault: 'printer-jam' } })
    await history.close()
    const next = (await open()).day()
    expect(next.slots.at(-1)).toBe('yellow')
    expect(next.incidents).toEqual([])
    writeFileSync(join(folder, 'history.json'), '{')
    expect((await open()).day().slots.at(-1)).toBe('unknown')
  })
})
