import { useCallback, useEffect, useState } from 'react'
import type { Answer, Refused } from './staff-client.ts'

/** Asks again and again while shown; `again` asks at once. What was known last stays while nothing answers. */
export function usePolled<T>(
  ask: () => Promise<Answer<T>>,
  everyMs: number,
  onRefused: (because: Refused) => void,
): Readonly<{ value: T | null; set: (value: T) => void; again: () => void }> {
  const [value, setValue] = useState<T | null>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const turn = async () => {
      const answer = await ask()
      if (!current) return
      if (answer.ok) setValue(answer.value)
      else onRefused(answer.refused)
      timer = setTimeout(() => void turn(), everyMs)
    }
    void turn()
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [ask, everyMs, onRefused, round])
  const again = useCallback(() => setRound((before) => before + 1), [])
  return { value, set: setValue, again }
}
