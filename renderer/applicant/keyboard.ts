import { useEffect } from 'react'
import type { Booth } from './booth.ts'

/*
 * Assistive key pads send Tab, Enter, Escape and arrows. Tab and Enter are the browser's; Escape goes back,
 * or lifts the curtain; an arrow moves to the nearest key in its direction.
 */

export type Box = Readonly<{ left: number; top: number; right: number; bottom: number }>
export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

type Span = readonly [from: number, to: number]

/** Length between two spans; 0 where they overlap. */
const gap = ([a, b]: Span, [c, d]: Span) => Math.max(0, c - b, a - d)
const middle = ([from, to]: Span) => (from + to) / 2

/** A step aside counts more than a step ahead: one stays in the row or column one moves along. */
const asideWeight = 2.5
/** Of two keys beside which one stands alike, the one more in line. */
const middleWeight = 0.1

/** Index of the box to go to from a box, or null where nothing lies that way. */
export function nearest(from: Box, boxes: readonly Box[], direction: Direction): number | null {
  const across = direction === 'ArrowLeft' || direction === 'ArrowRight'
  const towards = direction === 'ArrowRight' || direction === 'ArrowDown' ? 1 : -1
  const along = (box: Box): Span => (across ? [box.left, box.right] : [box.top, box.bottom])
  const beside = (box: Box): Span => (across ? [box.top, box.bottom] : [box.left, box.right])
  const costs = boxes.map((box) => {
    const ahead = towards * (middle(along(box)) - middle(along(from)))
    // Half overlapping is beside, not ahead.
    if (ahead <= 1 || (gap(along(from), along(box)) === 0 && gap(beside(from), beside(box)) > 0))
      return Number.POSITIVE_INFINITY
    return (
      gap(along(from), along(box)) +
      asideWeight * gap(beside(from), beside(box)) +
      middleWeight * Math.abs(middle(beside(box)) - middle(beside(from)))
    )
  })
  const least = Math.min(...costs)
  return Number.isFinite(least) ? costs.indexOf(least) : null
}

const isDirection = (key: string): key is Direction => /^Arrow(Left|Right|Up|Down)$/.test(key)

const pressable = (): HTMLElement[] => {
  const within = document.querySelector('dialog[open]') ?? document
  return [...within.querySelectorAll<HTMLElement>('button')].filter(
    (button) => button.closest('.curtain') === null && button.checkVisibility(),
  )
}

export function useKeyboard({ view, act }: Booth): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) {
        if (view.preferences.curtain) {
          void act({ type: 'set-preferences', preferences: { curtain: false } })
        } else if (view.back) {
          // The key on the screen knows of pages and of entries: it is pressed for the person.
          document.querySelector<HTMLElement>('.acts .back')?.click()
        }
      }
      if (!isDirection(event.key)) return
      event.preventDefault()
      const keys = pressable()
      const focused = document.activeElement
      if (!(focused instanceof HTMLElement) || !keys.includes(focused)) {
        keys[0]?.focus()
        return
      }
      const others = keys.filter((key) => key !== focused)
      const to = nearest(
        focused.getBoundingClientRect(),
        others.map((key) => key.getBoundingClientRect()),
        event.key,
      )
      if (to !== null) others[to]?.focus()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [view, act])
}

let lastUsed: 'keys' | 'touch' = 'touch'

/** Whether the person moves by keys: what was used last counts. */
export const keysInUse = (): boolean => lastUsed === 'keys'

/** Notes what is used. A key pressed comes before whatever it brings about. */
export function useInputWatch(): void {
  useEffect(() => {
    const keys = () => void (lastUsed = 'keys')
    const touch = () => void (lastUsed = 'touch')
    addEventListener('keydown', keys, { capture: true })
    addEventListener('pointerdown', touch, { capture: true })
    return () => {
      removeEventListener('keydown', keys, { capture: true })
      removeEventListener('pointerdown', touch, { capture: true })
    }
  }, [])
}

/**
 * A double tap is one press: where the first tap has brought another screen, the second must not press what
 * has come to lie under the finger. Quick taps on one key, as on a number pad, all count.
 */
export function useSteadyPresses(): void {
  useEffect(() => {
    let pressed: Element | null = null
    const click = (event: MouseEvent) => {
      const key = event.target instanceof Element ? event.target.closest('button') : null
      if (event.detail > 1 && key !== pressed) {
        event.preventDefault()
        event.stopPropagation()
        return
      }
      pressed = key
    }
    document.addEventListener('click', click, { capture: true })
    return () => document.removeEventListener('click', click, { capture: true })
  }, [])
}
