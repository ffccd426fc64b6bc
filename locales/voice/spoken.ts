import type { ja } from '../ja.ts'
import type { Language } from '../languages.ts'
import type { Key, Messages } from '../messages.ts'
import { withoutRuby } from '../ruby.ts'

/**
 * What the voice may say. A clip is rendered ahead from a text that is the same for everybody: a message
 * with arguments is never spoken, so no number, date, age or price can be. Silent as well is what states
 * this applicant's own choice or reason, what is for the eye or for paper alone, and what only files have.
 */
const silent = [
  'options.on',
  'options.off',
  'review.certificates.',
  'review.short.',
  'review.photo-special-reason',
  'prepare.special-reason.on',
  'app.',
  'done.stamp.',
  'phone.',
  'photo.reason.aspect-ratio',
  'photo.reason.colour-not-rgb',
  'photo.reason.compressed',
  'photo.reason.dimensions-',
  'photo.reason.file-not-jpeg',
  'photo.reason.file-too-',
  'picture.',
  'progress.',
  'slip.',
] as const

type Silent = `${(typeof silent)[number]}${string}`
type WithArguments = {
  [K in Key]: (typeof ja)[K] extends `${string}{${string}` ? K : never
}[Key]
export type SpokenKey = Exclude<Key, Silent | WithArguments>

const isSpoken = (key: Key, message: string): key is SpokenKey =>
  !message.includes('{') && !silent.some((start) => key.startsWith(start))

/** The keys that have a clip, from any language's messages. */
export const spokenKeys = (messages: Messages): readonly SpokenKey[] =>
  (Object.keys(messages) as Key[]).filter((key) => isSpoken(key, messages[key]))

const asShown = (text: string): string => withoutRuby(text).replaceAll(/\s+/gu, ' ').trim()

/**
 * The clip that says a text, whether it comes from a message or from a key's name on the page; undefined
 * for whatever is not spoken, all texts with personal values among it.
 */
export function clipFinder(messages: Messages): (text: string) => SpokenKey | undefined {
  const keys = new Map<string, SpokenKey>()
  for (const key of spokenKeys(messages)) {
    const text = asShown(messages[key])
    if (!keys.has(text)) keys.set(text, key)
  }
  return (text) => keys.get(asShown(text))
}

/** Where a clip lies, relative to the page: Opus in Ogg, mono. */
export const clipPath = (language: Language, key: SpokenKey): string => `voice/${language}/${key}.ogg`
