import type { Language } from './languages.ts'
import type { Messages } from './messages.ts'
import { translator, type Translate } from './translator.ts'

/** One bundle a language: the renderer fetches only what is spoken. */
const importers: Readonly<Record<Language, () => Promise<Messages>>> = {
  ja: async () => (await import('./ja.ts')).ja,
  'ja-easy': async () => (await import('./ja-easy.ts')).jaEasy,
  en: async () => (await import('./en.ts')).en,
  'zh-Hans': async () => (await import('./zh-hans.ts')).zhHans,
  ko: async () => (await import('./ko.ts')).ko,
  es: async () => (await import('./es.ts')).es,
  pt: async () => (await import('./pt.ts')).pt,
}

export const loadMessages = (language: Language): Promise<Messages> => importers[language]()

const loaded = new Map<Language, Promise<Translate>>()

/** The same promise each time: `use(loadTranslator(language))` suspends once per language. */
export function loadTranslator(language: Language): Promise<Translate> {
  let translate = loaded.get(language)
  if (translate === undefined) {
    translate = loadMessages(language).then((messages) => translator(language, messages))
    loaded.set(language, translate)
  }
  return translate
}
