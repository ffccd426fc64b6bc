/** The call centre's languages (domain §8) and やさしい日本語, easy Japanese, in the order of the welcome screen. */
export const languages = ['ja', 'ja-easy', 'en', 'zh-Hans', 'ko', 'es', 'pt'] as const
export type Language = (typeof languages)[number]

/**
 * BCP 47 tags for `lang` attributes, font forms and Intl. Spanish is Latin America's and Portuguese is
 * Brazil's: that is where the speakers in Japan come from. English dates are written day first.
 */
export const localeTags = {
  ja: 'ja-JP',
  'ja-easy': 'ja-JP',
  en: 'en-GB',
  'zh-Hans': 'zh-Hans-CN',
  ko: 'ko-KR',
  es: 'es-419',
  pt: 'pt-BR',
} as const satisfies Record<Language, string>

export type LanguageOffer = Readonly<{ name: string; offer: string; reading?: string }>

/**
 * Each language's own name and what it offers, shown side by side before a language is chosen; the reading
 * is what a voice says for both where the letters alone do not tell.
 */
export const languageOffers: Readonly<Record<Language, LanguageOffer>> = {
  ja: { name: '日本語', offer: 'カードを申請する', reading: 'にほんご。カードを しんせいする' },
  'ja-easy': {
    name: 'やさしい にほんご',
    offer: 'カードを もうしこむ',
    reading: 'やさしい にほんご。カードを もうしこむ',
  },
  en: { name: 'English', offer: 'Apply for your card' },
  'zh-Hans': { name: '简体中文', offer: '申请个人编号卡' },
  ko: { name: '한국어', offer: '카드 신청하기' },
  es: { name: 'Español', offer: 'Solicitar la tarjeta' },
  pt: { name: 'Português', offer: 'Solicitar o cartão' },
}
