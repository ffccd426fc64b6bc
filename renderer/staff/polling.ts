import { useCallback, useEffect, useRef, useState } from 'react'
import type { Answer, Refused } from './staff-client.ts'

/** Asks again and again while shown; `again` asks at once. What was known last stays while nothing answers. */
export function usePolled<T>(
  ask: () => Promise<Answer<T>>,
  everyMs: number,
  onRefused: (because: Refused) => void,
): Readonly<{ value: T | null; set: (value: T) => void; again: () => void }> {
  const [value, setValue] = useState<T | null>(null)
  const askNow = useRef<() => void>(() => undefined)
  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const turn = async () => {
      clearTimeout(timer)
      const answer = await ask()
      if (!current) return
      if (answer.ok) setValue(answer.value)
      else onRefused(answer.refused)
      clearTimeout(timer)
      timer = setTimeout(() => void turn(), everyMs)
    }
    askNow.current = () => void turn()
    void turn()
    return () => {
      current = false
      clearTimeout(timer)
      askNow.current = () => undefined
    }
  }, [ask, everyMs, onRefused])
  const again = useCallback(() => askNow.current(), [])
  return { value, set: setValue, again }
}
