import { useEffect } from 'react'
import type { Booth } from './booth.ts'

/*
 * Assistive key pads send Tab, Enter, Escape and arrows. Tab and Enter are the browser's; Escape goes back,
 * or lifts the curtain; an arrow moves to the nearest key in its direction.
 */

export type Box = Readonly<{ left: number; top: number; right: number; bottom: number }>
export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

const centre = (box: Box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 })

/** A step aside counts more than a step ahead: one stays in the row or column one moves along. */
const asideWeight = 2.5

/** Index of the box to go to from a box, or null where nothing lies that way. */
export function nearest(from: Box, boxes: readonly Box[], direction: Direction): number | null {
  const start = centre(from)
  let best: { index: number; cost: number } | null = null
  boxes.forEach((box, index) => {
    const { x, y } = centre(box)
    const [ahead, aside] =
      direction === 'ArrowRight'
        ? [x - start.x, y - start.y]
        : direction === 'ArrowLeft'
          ? [start.x - x, y - start.y]
          : direction === 'ArrowDown'
            ? [y - start.y, x - start.x]
            : [start.y - y, x - start.x]
    if (ahead <= 1) return
    const cost = ahead + asideWeight * Math.abs(aside)
    if (best === null || cost < best.cost) best = { index, cost }
  })
  return (best as { index: number; cost: number } | null)?.index ?? null
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
