import type { ValuesParameter } from '../messages.ts'
import { formatter } from '../translator.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'

/** Staff texts are a catalogue of their own: applicants never load them, and staff read two languages. */
export const staffLanguages = ['ja', 'en'] as const
export type StaffLanguage = (typeof staffLanguages)[number]
export type StaffKey = keyof typeof ja
export type StaffTranslate = <K extends StaffKey>(
  key: K,
  ...values: ValuesParameter<(typeof ja)[K]>
) => string

const catalogues: Readonly<Record<StaffLanguage, Readonly<Record<StaffKey, string>>>> = { ja, en }
const locales: Readonly<Record<StaffLanguage, string>> = { ja: 'ja-JP', en: 'en-GB' }

/** Same rules as the applicants' texts: ICU messages, keys and arguments from the Japanese. */
export function staffTranslator(language: StaffLanguage): StaffTranslate {
  const format = formatter(locales[language], catalogues[language])
  return (key, ...[values]) => format(key, values)
}
