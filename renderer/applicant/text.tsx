import { createContext, Fragment, type ReactNode, use } from 'react'
import { type Formats, formats } from '../../locales/formats.ts'
import { type Language, localeTags } from '../../locales/languages.ts'
import { loadMessages, loadTranslator } from '../../locales/load.ts'
import { rubySegments, withoutRuby } from '../../locales/ruby.ts'
import type { Translate } from '../../locales/translator.ts'
import { clipFinder } from '../../locales/voice/phrases.ts'

export type Text = Readonly<{
  language: Language
  /** A message as it stands in the locale, with its ruby notation. */
  t: Translate
  /** Dates, times and numbers in the language's form. */
  f: Formats
  /** Address of the clip that says a text as it is shown; undefined where none does. */
  clip: (text: string) => string | undefined
}>

export const TextContext = createContext<Text | null>(null)

export function useText(): Text {
  const text = use(TextContext)
  if (text === null) throw new Error('useText outside of a language')
  return text
}

export async function loadText(language: Language): Promise<Text> {
  const [t, messages] = await Promise.all([loadTranslator(language), loadMessages(language)])
  return { language, t, f: formats(language), clip: clipFinder(language, messages) }
}

/** The `lang` attribute of a language: what decides font forms and line breaks. */
export const langOf = (language: Language): string => (language === 'ja-easy' ? 'ja' : localeTags[language])

/** For labels, where ruby cannot stand. */
export const plain = withoutRuby

/** A text with its furigana, and `\n` as line break. Readings are hidden from names: they would be said twice. */
export function Rich({ children }: Readonly<{ children: string }>): ReactNode {
  return children.split('\n').map((line, index) => (
    // Lines of a text never move.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>
      {index > 0 && <br />}
      {rubySegments(line).map(({ text, reading }, position) =>
        reading === undefined ? (
          text
        ) : (
          // oxlint-disable-next-line react/no-array-index-key
          <ruby key={position}>
            {text}
            <rt aria-hidden="true">{reading}</rt>
          </ruby>
        ),
      )}
    </Fragment>
  ))
}
