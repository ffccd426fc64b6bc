import { useEffect, useState } from 'react'
import { useEveryLanguage } from './every-language.ts'
import { type Text, useText } from './text.tsx'

/** Nobody has touched the booth for so long: it speaks to whoever passes, each language in turn. */
export const quietMs = 15_000
/** Long enough to read a headline twice. */
export const turnMs = 6_000

/** The language whose turn it is, or null while somebody is there or motion is not wanted. */
export function useAttract(): Text | null {
  const { language } = useText()
  const texts = useEveryLanguage()
  const [turn, setTurn] = useState<number | null>(null)

  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    let timer: ReturnType<typeof setTimeout>
    const step = (next: number) => {
      setTurn(next)
      timer = setTimeout(() => step(next + 1), turnMs)
    }
    const rest = () => {
      clearTimeout(timer)
      setTurn(null)
      timer = setTimeout(() => step(1), quietMs)
    }
    rest()
    addEventListener('pointerdown', rest)
    addEventListener('keydown', rest)
    return () => {
      clearTimeout(timer)
      removeEventListener('pointerdown', rest)
      removeEventListener('keydown', rest)
    }
  }, [])

  if (turn === null || texts.length === 0) return null
  const first = texts.findIndex((text) => text.language === language)
  return texts[(Math.max(0, first) + turn) % texts.length] ?? null
}
