import { useEffect, useState } from 'react'
import { languages } from '../../locales/languages.ts'
import { loadText, type Text } from './text.tsx'

/** All languages at once, for screens that stand before one is chosen; empty until they are here. */
export function useEveryLanguage(): readonly Text[] {
  const [texts, setTexts] = useState<readonly Text[]>([])
  useEffect(() => {
    let current = true
    void Promise.all(languages.map(loadText)).then((all) => {
      if (current) setTexts(all)
    })
    return () => {
      current = false
    }
  }, [])
  return texts
}
