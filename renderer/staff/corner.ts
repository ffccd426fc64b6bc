import { useCallback, useRef } from 'react'

/** So many presses of the upper left corner within so many milliseconds: nobody does it by accident. */
const presses = 5
const withinMs = 3_000

/** Counts presses of the hidden corner; `open` is called at the fifth in a row. */
export function useCornerPresses(open: () => void): () => void {
  const times = useRef<number[]>([])
  return useCallback(() => {
    const now = performance.now()
    times.current = [...times.current.filter((time) => now - time < withinMs), now]
    if (times.current.length < presses) return
    times.current = []
    open()
  }, [open])
}
