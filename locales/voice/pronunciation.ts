import { languageOffers, type Language } from '../languages.ts'
import type { Messages } from '../messages.ts'
import { readingOf } from '../ruby.ts'
import { ownName, phrasesOf } from './phrases.ts'
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

/** 1,500 is read as a decimal fraction by some voices. */
const ungrouped: Spellings = [[/(\d)[.,](?=\d{3}(?!\d))/gu, '$1']]

/** A particle at the end of a phrase is written は or へ and said わ or え. */
const japanese: Spellings = [
  ...ungrouped,
  ['QR', 'キューアール'],
  ['ID', 'アイディー'],
  ['cm', 'センチ'],
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
    ...ungrouped,
    [/¥(\d+)/gu, '$1 yen'],
    ['cm', 'centimetres'],
    ['申請書ID', 'shin-say-sho I D'],
    ['元年', 'gun-nen'],
    [/ \((?:利用者証明用|署名用)\)/gu, ''],
  ],
  'zh-Hans': [...ungrouped, ['申請書ID', '申请书号码'], ['交付通知書', '交付通知书']],
  ko: [
    ...ungrouped,
    ['cm', '센티미터'],
    ['QR', '큐알'],
    ['Esc', '이에스시'],
    ['申請書ID', '신세이쇼 아이디'],
    [/[‘']?交付通知書[’']?\(교부통지서\)/gu, '교부통지서'],
    ['交付通知書', '교부통지서'],
    [/\((?:令和|平成|昭和|大正|元年)\)/gu, ''],
  ],
  es: [
    ...ungrouped,
    [/¥(\d+)/gu, '$1 yenes'],
    ['cm', 'centímetros'],
    ['申請書ID', 'shinseisho i de'],
    ['My Number', 'mái námber'],
    [/ ?\((?:令和|平成|昭和|大正|元年|交付通知書|利用者証明用|署名用)\)/gu, ''],
  ],
  pt: [
    ...ungrouped,
    [/¥(\d+)/gu, '$1 ienes'],
    ['cm', 'centímetros'],
    ['申請書ID', 'shinseisho i dê'],
    ['My Number', 'mai nâmber'],
    [/ ?\((?:令和|平成|昭和|大正|元年|交付通知書|利用者証明用|署名用)\)/gu, ''],
  ],
}

/** The language key is written in another language, for whoever is lost; aloud it says what it does. */
const saidAs: Readonly<Partial<Record<string, SpokenKey>>> = { 'bar.language': 'language.title' }

export type Saying = Readonly<{ clip: string; text: string }>

/**
 * What the voice of a language is given to say. Both kinds of Japanese are read from easy Japanese: its
 * furigana are the only readings there are, and short sentences are easier to hear.
 */
export function sayings(language: Language, messages: Messages, easyJapanese: Messages): readonly Saying[] {
  const japanese = language === 'ja' || language === 'ja-easy'
  const read = japanese ? easyJapanese : messages
  const { name, offer, reading } = languageOffers[language]
  const phrases = [
    ...phrasesOf(japanese ? 'ja-easy' : language, read).map(({ clip, shown }) => ({
      clip,
      shown: saidAs[clip] === undefined ? shown : read[saidAs[clip]],
    })),
    { clip: ownName, shown: reading ?? `${name}${language === 'zh-Hans' ? '。' : '. '}${offer}` },
  ]
  return phrases.map(({ clip, shown }) => ({
    clip,
    text: spellings[language].reduce(
      (text, [from, to]) => text.replaceAll(from, to),
      japanese ? readingOf(shown) : shown,
    ),
  }))
}
