import { describe, expect, it } from 'vitest'
import {
  contentHash,
  repeatingAfterMs,
  samplePeriodMs,
  silentAfterMs,
  startGraceMs,
  watchStream,
} from '../../../renderer/guidance/stream-watchdog.ts'

const frameMs = 33

/** Frames from 0 on; `content` tells what the sample of each looks like. */
function stream(ms: number, content: (frame: number) => number) {
  const watchdog = watchStream(0)
  let sampled = Number.NEGATIVE_INFINITY
  let frame = 0
  for (let at = 0; at <= ms; at += frameMs) {
    watchdog.frame(at)
    if (at - sampled >= samplePeriodMs) {
      sampled = at
      watchdog.sample(content(frame), at)
    }
    frame++
  }
  return { watchdog, ended: (frame - 1) * frameMs }
}

describe('a stream of frames', () => {
  it('is waited for until a second, different frame shows that it lives', () => {
    const watchdog = watchStream(0)
    watchdog.frame(100)
    watchdog.sample(1, 100)
    expect(watchdog.health(200)).toBe('waiting')
    watchdog.sample(2, 300)
    expect(watchdog.health(300)).toBe('alive')
  })

  it('lives while frames come and differ', () => {
    const { watchdog, ended } = stream(60_000, (frame) => frame)
    expect(watchdog.health(ended)).toBe('alive')
    expect(watchdog.framesPerSecond(ended)).toBeCloseTo(1000 / frameMs, 0)
    expect(watchdog.frameAge(ended + 40)).toBe(40)
  })

  it('is silent when frames stop', () => {
    const { watchdog, ended } = stream(5_000, (frame) => frame)
    expect(watchdog.health(ended + silentAfterMs)).toBe('alive')
    expect(watchdog.health(ended + silentAfterMs + 1)).toBe('silent')
  })

  it('is repeating when the same picture comes again and again under new timestamps', () => {
    const frozenFrom = 90
    const { watchdog, ended } = stream(frozenFrom * frameMs + repeatingAfterMs + samplePeriodMs, (frame) =>
      Math.min(frame, frozenFrom),
    )
    expect(watchdog.health(ended)).toBe('repeating')
  })

  it('is repeating when a driver hands out its four buffers in turn', () => {
    const { watchdog, ended } = stream(20_000, (frame) => (frame < 100 ? frame : 1_000 + (frame % 4)))
    expect(watchdog.health(ended)).toBe('repeating')
  })

  it('that never begins is told apart: nothing came, or one picture for ever', () => {
    expect(watchStream(0).health(startGraceMs + 1)).toBe('silent')
    expect(stream(startGraceMs + 500, () => 7).watchdog.health(startGraceMs + 500)).toBe('repeating')
  })
})

describe('the hash of a picture', () => {
  it('changes with any one channel of any one pixel', () => {
    const picture = new Uint8ClampedArray(64 * 4).fill(128)
    const before = contentHash(picture)
    for (let index = 0; index < picture.length; index++) {
      picture[index] = 129
      expect(contentHash(picture)).not.toBe(before)
      picture[index] = 128
    }
    expect(contentHash(picture)).toBe(before)
  })
})
