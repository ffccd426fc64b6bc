import { expect, test } from 'vitest'
import { createPlayer, type Sound } from '../../../renderer/applicant/voice.ts'

/** An audio element that plays when told to: `ends()` is the end of the clip. */
function fakeSound() {
  const played: { clip: string; volume: number }[] = []
  const listeners = new Map<string, () => void>()
  const state = { src: '', volume: 1, playing: false }
  const sound: Sound = {
    get src() {
      return state.src
    },
    set src(clip: string) {
      state.src = clip
    },
    get volume() {
      return state.volume
    },
    set volume(volume: number) {
      state.volume = volume
    },
    play() {
      state.playing = true
      played.push({ clip: state.src, volume: state.volume })
      return Promise.resolve()
    },
    pause() {
      state.playing = false
    },
    addEventListener(type: string, listener: unknown) {
      listeners.set(type, listener as () => void)
    },
  }
  const player = createPlayer(() => sound)
  return {
    player,
    played,
    state,
    ends: () => listeners.get('ended')?.(),
    fails: () => listeners.get('error')?.(),
  }
}

test('clips are said one after the other, a missing one is passed over', () => {
  const { player, played, ends, fails } = fakeSound()
  player.setVolume(2)
  player.say(['a', 'b', 'c'])
  ends()
  fails()
  ends()
  expect(played.map(({ clip }) => clip)).toEqual(['a', 'b', 'c'])
})

test('a new screen ends what was being said', () => {
  const { player, played, state, ends } = fakeSound()
  player.setVolume(2)
  player.say(['a', 'b'])
  player.say(['x'])
  ends()
  expect(played.map(({ clip }) => clip)).toEqual(['a', 'x'])
  player.stop()
  expect(state.playing).toBe(false)
})

test('at volume 0 nothing is said; louder is louder', () => {
  const { player, played } = fakeSound()
  player.setVolume(0)
  player.say(['a'])
  expect(played).toEqual([])
  const volumes = ([1, 2, 3] as const).map((volume) => {
    player.setVolume(volume)
    player.replay()
    return played.at(-1)?.volume ?? 0
  })
  expect(volumes).toEqual([...volumes].sort((a, b) => a - b))
  expect(new Set(volumes).size).toBe(3)
})
