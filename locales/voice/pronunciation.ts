import type { Language } from '../languages.ts'
import type { Messages } from '../messages.ts'
import { readingOf } from '../ruby.ts'
import type { SpokenKey } from './spoken.ts'

/**
 * Voices of espeak-ng 1.51. Mandarin is `cmn-latn-pinyin`: the plain `cmn` looks characters up as pinyin
 * and then reads that as English. Rates are words a minute, slower than espeak's 175: a booth is noisy.
 */
export const voices = {
  ja: { voice: 'ja', rate: 150 },
  'ja-easy': { voice: 'ja', rate: 150 },
  en: { voice: 'en-gb', rate: 150 },
  'zh-Hans': { voice: 'cmn-latn-pinyin', rate: 150 },
  ko: { voice: 'ko', rate: 145 },
  es: { voice: 'es-419', rate: 145 },
  pt: { voice: 'pt-br', rate: 145 },
} as const satisfies Record<Language, Readonly<{ voice: string; rate: number }>>

type Spellings = readonly (readonly [written: string | RegExp, spoken: string])[]

/** A particle at the end of a phrase is written は or へ and said わ or え. */
const japanese: Spellings = [
  ['QR', 'キューアール'],
  ['ID', 'アイディー'],
  // espeak names this dot instead of pausing at it.
  ['・', '、'],
  [/は(?=[ 、。：」]|$)/gu, 'わ'],
  [/へ(?=[ 、。：」]|$)/gu, 'え'],
]

/** How a voice says what its language writes with foreign letters. */
const spellings: Readonly<Record<Language, Spellings>> = {
  ja: japanese,
  'ja-easy': japanese,
  en: [
    ['申請書ID', 'shin-say-sho I D'],
    ['元年', 'gun-nen'],
  ],
  'zh-Hans': [
    ['申請書ID', '申请书号码'],
    ['交付通知書', '交付通知书'],
  ],
  ko: [
    ['QR', '큐알'],
    ['Esc', '이에스시'],
    ['申請書ID', '신세이쇼 아이디'],
    [/[‘']?交付通知書[’']?\(교부통지서\)/gu, '교부통지서'],
    ['交付通知書', '교부통지서'],
    [/\((?:令和|平成|昭和|大正|元年)\)/gu, ''],
  ],
  es: [
    ['申請書ID', 'shinseisho i de'],
    ['My Number', 'mái námber'],
    [/ ?\((?:令和|平成|昭和|大正|元年|交付通知書)\)/gu, ''],
  ],
  pt: [
    ['申請書ID', 'shinseisho i dê'],
    ['My Number', 'mai nâmber'],
    [/ ?\((?:令和|平成|昭和|大正|元年|交付通知書)\)/gu, ''],
  ],
}

/** The language key is written in another language, for whoever is lost; aloud it says what it does. */
const saidAs: Readonly<Partial<Record<SpokenKey, SpokenKey>>> = { 'bar.language': 'language.title' }

/**
 * A text as its voice is given it. Both kinds of Japanese are read from easy Japanese: its furigana are
 * the only readings there are, and short sentences are easier to hear.
 */
export function spokenText(
  language: Language,
  key: SpokenKey,
  messages: Messages,
  easyJapanese: Messages,
): string {
  const said = saidAs[key] ?? key
  const written = language === 'ja' || language === 'ja-easy' ? readingOf(easyJapanese[said]) : messages[said]
  return spellings[language].reduce((text, [from, to]) => text.replaceAll(from, to), written)
}
