import { describe, expect, it } from 'vitest'
import { languages } from '../../../locales/languages.ts'
import type { Key } from '../../../locales/messages.ts'
import { withoutRuby } from '../../../locales/ruby.ts'
import { catalogues } from './catalogues.ts'

/** Sentences that name a key by its label: whoever reads or hears them looks for that very word. */
const namings: readonly (readonly [sentence: Key, label: Key])[] = [
  ['custody.review', 'review.send'],
  ['still-there.say', 'still-there.more-time'],
  ['notice.say', 'notice.agree'],
  ['help.notice', 'notice.agree'],
  ['help.notice', 'bar.cancel'],
  ['help.date-of-birth', 'date-of-birth.delete'],
  ['options.say', 'options.next'],
  ['review.say', 'key.change'],
  ['help.review', 'key.change'],
  ['help.review', 'review.send'],
]

describe.each(languages)('keys named in sentences of %s', (language) => {
  const shown = (key: Key) => withoutRuby(catalogues[language][key]).replaceAll(' ', '')
  it.each(namings)('%s names %s as it is written', (sentence, label) => {
    expect(shown(sentence)).toMatch(new RegExp(`[「“‘]${shown(label)}[」”’]`, 'u'))
  })
})
