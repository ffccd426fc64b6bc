import { type RefObject, useEffect, useRef } from 'react'
import { languages } from '../../locales/languages.ts'
import { clipPath } from '../../locales/voice/phrases.ts'
import { useBooth } from './booth.ts'
import { keysInUse } from './keyboard.ts'
import { type Text, useText } from './text.tsx'
import { player } from './voice.ts'

/*
 * What of the page is read aloud, and when. Everybody hears a screen's question and guidance; whoever moves
 * by keys, or has hidden the screen, hears all of it and the name of each key that is reached.
 */

type Clip = Text['clip']

/** An element's words without their furigana and without what is added for screen readers. */
function shownText(element: Element): string {
  const copy = element.cloneNode(true) as Element
  for (const unsaid of copy.querySelectorAll('rt, .unseen')) unsaid.remove()
  return copy.textContent
}

/**
 * The clips that say an element, in the order of its words: one where the whole is a text, those of its
 * parts otherwise. Nothing personal, nothing hidden. A number to be called is spelled.
 */
function clipsIn(element: Element, clip: Clip): readonly string[] {
  if (!element.checkVisibility() || element.matches('[data-personal], [aria-hidden="true"], .controls, rt'))
    return []
  const text = shownText(element)
  const whole = clip(text)
  if (whole !== undefined) return [whole]
  if (element.matches('[data-spelled]')) return Array.from(text).flatMap((figure) => clip(figure) ?? [])
  return [...element.childNodes].flatMap((child) =>
    child instanceof Element ? clipsIn(child, clip) : (clip(child.textContent ?? '') ?? []),
  )
}

/**
 * Reads a stage aloud as it is mounted. Give it a key that changes when the stage shows something else.
 */
export function SpokenStage({ stage }: Readonly<{ stage: RefObject<HTMLElement | null> }>) {
  const { view } = useBooth()
  const { clip } = useText()
  const { volume, curtain } = view.preferences
  const idle = view.screen.name === 'welcome'

  useEffect(() => player.setVolume(volume), [volume])

  useEffect(() => {
    const words = () => {
      const all = stage.current
      const wanted = curtain || keysInUse() ? all : all?.querySelector('.ask')
      return wanted ? clipsIn(wanted, clip) : []
    }
    const read = () => player.say(words())
    // Nobody is talked at in passing: the first screen speaks to whoever touches its key pad, and tells in
    // every language how one is chosen. As the key comes up: whatever was reached by it has been named.
    const greet = () => player.say([...words(), ...languages.map((name) => clipPath(name, 'welcome.keys'))])
    if (!idle) read()
    else addEventListener('keyup', greet, { once: true })
    return () => {
      removeEventListener('keyup', greet)
      player.stop()
    }
  }, [stage, clip, curtain, idle])
  return null
}

/** Says a text when it changes, and again after a while as long as it stands: a live hint. */
export function useSpokenText(text: string | null, againMs?: number): void {
  const { clip } = useText()
  useEffect(() => {
    if (text === null) return undefined
    const say = () => player.say([clip(text) ?? []].flat())
    say()
    if (againMs === undefined) return undefined
    const timer = setInterval(say, againMs)
    return () => clearInterval(timer)
  }, [text, clip, againMs])
}

/** Says what has become of an entry to whoever does not see it. As it is first shown the stage reads it. */
export function useSpokenEcho(text: string): void {
  const { view } = useBooth()
  const { clip } = useText()
  const { curtain } = view.preferences
  const shown = useRef(text)
  useEffect(() => {
    if (shown.current === text) return
    shown.current = text
    const path = clip(text)
    if (path !== undefined && (curtain || keysInUse())) player.say([path])
  }, [text, clip, curtain])
}

/** Each key says its name when it is reached by keys. */
export function useSpokenKeys(clip: Clip | null): void {
  useEffect(() => {
    if (clip === null) return
    const reached = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLButtonElement) || !target.matches(':focus-visible')) return
      const label = target.ariaLabel
      const name = label === null ? clipsIn(target, clip) : [clip(label) ?? []].flat()
      if (name.length > 0) player.say(name)
    }
    document.addEventListener('focusin', reached)
    return () => document.removeEventListener('focusin', reached)
  }, [clip])
}
