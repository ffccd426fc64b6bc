import { type RefObject, useEffect } from 'react'
import type { Preferences } from '../../main/service/contract.ts'
import { useBooth } from './booth.ts'
import { type Text, useText } from './text.tsx'

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

/** Texts of a stage in the order they are read, as they stand there; nothing personal, nothing hidden. */
function textsOf(stage: Element, everything: boolean): readonly string[] {
  const wanted = everything ? 'h1, h2, h3, p, li, dt, dd, figcaption' : '.ask .title, .ask .say'
  return [...stage.querySelectorAll<HTMLElement>(wanted)]
    .filter((element) => element.checkVisibility() && element.closest('[data-personal]') === null)
    .map(shownText)
}

/** An element's words without their furigana. */
function shownText(element: Element): string {
  const copy = element.cloneNode(true) as Element
  for (const reading of copy.querySelectorAll('rt, .unseen')) reading.remove()
  return copy.textContent
}

const clipsOf = (texts: readonly string[], clip: Text['clip']): readonly string[] =>
  texts.flatMap((text) => clip(text) ?? [])

/**
 * Reads a stage aloud as it is mounted: its question and guidance; everything on it where the screen is
 * hidden. Give it a key that changes when the stage shows something else.
 */
export function SpokenStage({ stage }: Readonly<{ stage: RefObject<HTMLElement | null> }>) {
  const { view } = useBooth()
  const { clip } = useText()
  const { volume, curtain } = view.preferences
  const idle = view.screen.name === 'welcome'

  useEffect(() => player.setVolume(volume), [volume])

  useEffect(() => {
    const read = () => {
      if (stage.current !== null) player.say(clipsOf(textsOf(stage.current, curtain), clip))
    }
    if (!idle) read()
    // Nobody is talked at in passing: the first screen speaks to whoever touches its key pad.
    else addEventListener('keydown', read, { once: true })
    return () => {
      removeEventListener('keydown', read)
      player.stop()
    }
  }, [stage, clip, curtain, idle])
  return null
}

/** Says one text when it changes: a live hint. */
export function useSpokenText(text: string | null): void {
  const { clip } = useText()
  useEffect(() => {
    if (text !== null) player.say(clipsOf([text], clip))
  }, [text, clip])
}

/** Behind the curtain each key says its name when it is reached. */
export function useSpokenKeys(on: boolean, clip: Text['clip'] | null): void {
  useEffect(() => {
    if (!on || clip === null) return
    const reached = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLButtonElement) || target.closest('[data-personal]') !== null) return
      player.say(clipsOf([target.ariaLabel ?? shownText(target)], clip))
    }
    document.addEventListener('focusin', reached)
    return () => document.removeEventListener('focusin', reached)
  }, [on, clip])
}
