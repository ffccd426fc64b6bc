import type { ja } from '../ja.ts'
import type { Key, Messages } from '../messages.ts'

/**
 * What the voice may say. A clip is rendered ahead from a text that is the same for everybody: a message
 * with arguments is spoken with the values of `phrases.ts` alone, which tell nothing of a person, so no ID,
 * date or age can be. Silent as well is what states this applicant's own choice or reason, what is for the
 * eye or for paper alone, and what only files have.
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
