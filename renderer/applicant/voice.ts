import type { Preferences } from '../../main/service/contract.ts'

/*
 * Spoken guidance: clips rendered ahead from the same texts. What has no clip is not said, and whatever
 * carries a personal value has none. One clip at a time; a new screen ends what the one before was saying.
 */

type Volume = Preferences['volume']

/** Shares of full loudness: quiet for a hall, medium, loud for a station. */
const loudness: readonly number[] = [0, 0.3, 0.6, 1]

export type Player = Readonly<{
  /** Says clips one after the other; ends whatever was being said. */
  say(clips: readonly string[]): void
  /** Says once more what was said last. */
  replay(): void
  stop(): void
  setVolume(volume: Volume): void
}>

/** What it needs of an audio element. */
export type Sound = Pick<HTMLAudioElement, 'src' | 'volume' | 'play' | 'pause' | 'addEventListener'>

export function createPlayer(createSound: () => Sound): Player {
  let sound: Sound | null = null
  let spoken: readonly string[] = []
  let waiting: readonly string[] = []
  let volume = 0

  function open(): Sound {
    const opened = createSound()
    opened.addEventListener('ended', next)
    // A clip that is missing or cannot be played is passed over: the screen says it too.
    opened.addEventListener('error', next)
    return opened
  }

  function next() {
    const [clip, ...rest] = waiting
    waiting = rest
    if (clip === undefined || volume === 0) return
    sound ??= open()
    sound.volume = volume
    sound.src = clip
    sound.play().catch(() => undefined)
  }

  function say(clips: readonly string[]) {
    sound?.pause()
    spoken = clips
    waiting = clips
    next()
  }

  return {
    say,
    replay: () => say(spoken),
    stop: () => say([]),
    setVolume(wanted) {
      volume = loudness[wanted] ?? 0
      if (sound !== null) sound.volume = volume
      if (volume === 0) sound?.pause()
    },
  }
}

/** The page's one voice. */
export const player = createPlayer(() => new Audio())
