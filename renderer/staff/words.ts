import { createContext, use } from 'react'
import type { Language } from '../../locales/languages.ts'
import { staffTranslator, type StaffLanguage, type StaffTranslate } from '../../locales/staff/index.ts'
import type { Refused } from './staff-client.ts'

export type StaffWords = Readonly<{ language: StaffLanguage; t: StaffTranslate }>

export const StaffWordsContext = createContext<StaffWords | null>(null)

export const wordsOf = (language: StaffLanguage): StaffWords => ({ language, t: staffTranslator(language) })

/** Staff read Japanese or English, whatever the last applicant chose. */
export const staffLanguageOf = (language: Language): StaffLanguage =>
  language === 'ja' || language === 'ja-easy' ? 'ja' : 'en'

export function useStaffWords(): StaffWords {
  const words = use(StaffWordsContext)
  if (words === null) throw new Error('useStaffWords outside of the staff screens')
  return words
}

/** Why a request was not done. */
export const refusalWords = (t: StaffTranslate, because: Refused): string =>
  because === 'unreachable' ? t('enter.unreachable') : t(`staff.refused.${because}`)

/** 14:32:08 in Japan. */
export const clockTime = (instant: string | Date): string =>
  new Date(instant).toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo' })

/** 12:40, minutes and seconds. */
export const countdown = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
