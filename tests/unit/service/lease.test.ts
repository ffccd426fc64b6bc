import { beforeEach, describe, expect, it } from 'vitest'
import { followsWithinMs, Lease, reconnectsWithinMs, silentAfterMs } from '../../../main/service/lease.ts'

let now = 0
let lease: Lease
beforeEach(() => {
  now = 1_000
  lease = new Lease(() => now)
})

describe('which page speaks for the applicant', () => {
  it('is the first that comes, and nobody before it', () => {
    expect(lease.alive).toBe(false)
    expect(lease.holds('page-one')).toBe(false)
    expect(lease.take('page-one')).toBe('new')
    expect(lease.holds('page-one')).toBe(true)
    expect(lease.alive).toBe(true)
  })

  it('stays the same when that page opens its stream again', () => {
    lease.take('page-one')
    lease.released('page-one')
    expect(lease.take('page-one')).toBe('same')
  })

  it('is no second page while the first lives, however long ago that came', () => {
    lease.take('page-one')
    for (let beat = 0; beat < 10; beat++) {
      now += silentAfterMs
      lease.heard(1)
      expect(lease.take('page-two')).toBe('held-elsewhere')
    }
    expect(lease.holds('page-one')).toBe(true)
  })

  it('is the next page once the stream of the first has closed', () => {
    lease.take('page-one')
    lease.released('page-one')
    expect(lease.take('page-two')).toBe('new')
    expect(lease.holds('page-one')).toBe(false)
  })

  it('is the next page once the heart of the first is silent, though its stream hangs open', () => {
    lease.take('page-one')
    now += silentAfterMs
    expect(lease.take('page-two')).toBe('held-elsewhere')
    now += 1
    expect(lease.take('page-two')).toBe('new')
  })

  it('needs each stream of a page closed before it is gone: a reconnect overlaps the line before', () => {
    lease.take('page-one')
    lease.take('page-one')
    lease.released('page-one')
    expect(lease.alive).toBe(true)
    lease.released('page-one')
    expect(lease.alive).toBe(false)
  })

  it('is not touched by the late end of a page that lost it', () => {
    lease.take('page-one')
    now += silentAfterMs + 1
    lease.take('page-two')
    lease.released('page-one')
    expect(lease.alive).toBe(true)
    expect(lease.take('page-three')).toBe('held-elsewhere')
  })

  it('counts the pages that came, and not the lines of one', () => {
    expect(lease.report.joined).toBe(0)
    lease.take('page-one')
    lease.take('page-one')
    expect(lease.report.joined).toBe(1)
    lease.released('page-one')
    lease.released('page-one')
    lease.take('page-two')
    expect(lease.report.joined).toBe(2)
  })

  it('can be dropped', () => {
    lease.take('page-one')
    lease.drop()
    expect(lease.alive).toBe(false)
    expect(lease.take('page-two')).toBe('new')
  })
})

describe('how the page is', () => {
  const health = (): string => lease.report.health

  it('is well while it beats and paints', () => {
    lease.take('page-one')
    for (let beat = 0; beat < 10; beat++) {
      now += silentAfterMs
      lease.heard(1)
      expect(health()).toBe('well')
    }
  })

  it('is excused where the service itself stood still and could not hear it', () => {
    lease.take('page-one')
    now += silentAfterMs + 1
    lease.excuse()
    expect(lease.alive).toBe(true)
    expect(health()).toBe('well')
  })

  it('is gone once its stream has closed and did not come back: its process was killed', () => {
    lease.take('page-one')
    lease.released('page-one')
    now += reconnectsWithinMs
    expect(health()).toBe('well')
    now += 1
    expect(health()).toBe('gone')
    lease.take('page-one')
    expect(health()).toBe('well')
  })

  it('is given longer where it said that it goes: the next page has to load', () => {
    lease.take('page-one')
    lease.leaves()
    lease.released('page-one')
    now += followsWithinMs
    expect(health()).toBe('well')
    now += 1
    expect(health()).toBe('gone')
    lease.take('page-two')
    lease.released('page-two')
    now += reconnectsWithinMs + 1
    expect(health()).toBe('gone')
  })

  it('is silent once beats are missing though its stream hangs open: its process was stopped', () => {
    lease.take('page-one')
    now += silentAfterMs
    expect(health()).toBe('well')
    now += 1
    expect(health()).toBe('silent')
  })

  it('is frozen, or white, once it paints nothing for two beats', () => {
    lease.take('page-one')
    lease.heard(0)
    expect(health()).toBe('well')
    lease.heard(0)
    expect(health()).toBe('frozen')
    lease.heard(1)
    expect(health()).toBe('well')
  })
})
