import { type Formats, formats } from '../formats.ts'
import { languageOffers, languages, type Language } from '../languages.ts'
import type { Messages } from '../messages.ts'
import { withoutRuby } from '../ruby.ts'
import { type Translate, translator } from '../translator.ts'
import { spokenKeys } from './spoken.ts'

/** A text as it is shown, and the clip that says it: `scan.title`, `choose.nth.2`, `number.7`. */
export type Phrase = Readonly<{ clip: string; shown: string }>

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

/** Stills of a round (main/session), retakes and weeks as far as a booth may be configured. */
const stills = upTo(3)
const retakes = upTo(5)
const weeks = upTo(12)
/** Coins and the prices of a photo: 50 to 2000 yen. */
const yen = upTo(40).map((n) => n * 50)
/** What a number pad and a calendar have on their keys. */
const numbers = upTo(31, 0)

/** Messages with arguments, with every value that is the same for everybody. */
const withValues = (t: Translate, f: Formats): readonly Phrase[] => [
  ...stills.flatMap((index) => [
    { clip: `choose.nth.${index}`, shown: t('choose.nth', { index }) },
    { clip: `choose.use-nth.${index}`, shown: t('choose.use-nth', { index }) },
  ]),
  ...retakes.map((left) => ({
    clip: `choose.retakes-left.${left}`,
    shown: t('choose.retakes-left', { left }),
  })),
  ...weeks.map((n) => ({
    clip: `done.notice.title.${n}`,
    shown: t('done.notice.title', { duration: f.duration(n) }),
  })),
  ...yen.map((amount) => ({ clip: `pay.yen.${amount}`, shown: t('pay.yen', { amount }) })),
  { clip: 'scan.centimetres.10', shown: t('scan.centimetres', { distance: 10 }) },
]

/** Everything the voice says in a language. */
export function phrasesOf(language: Language, messages: Messages): readonly Phrase[] {
  return [
    ...spokenKeys(messages).map((key) => ({ clip: key, shown: messages[key] })),
    ...withValues(translator(language, messages), formats(language)),
    ...numbers.map((n) => ({ clip: `number.${n}`, shown: String(n) })),
  ]
}

/** The clip in which a language says its own name and what it offers: whoever cannot see finds it by this. */
export const ownName = 'language.name'

/** Where a clip lies, relative to the page: Opus in Ogg, mono. */
export const clipPath = (language: Language, clip: string): string => `voice/${language}/${clip}.ogg`

const asShown = (text: string): string => withoutRuby(text).replaceAll(/\s+/gu, ' ').trim()

/**
 * Address of the clip that says a text, whether it comes from a message or from a key's name on the page;
 * undefined for whatever is not spoken, all texts with personal values among it. A language's name is
 * said in that language.
 */
export function clipFinder(language: Language, messages: Messages): (text: string) => string | undefined {
  const paths = new Map<string, string>()
  for (const { clip, shown } of phrasesOf(language, messages)) {
    const text = asShown(shown)
    if (!paths.has(text)) paths.set(text, clipPath(language, clip))
  }
  for (const offered of languages) paths.set(languageOffers[offered].name, clipPath(offered, ownName))
  return (text) => paths.get(asShown(text))
}
