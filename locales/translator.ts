import { IntlMessageFormat } from 'intl-messageformat'
import type { ja } from './ja.ts'
import { localeTags, type Language } from './languages.ts'
import type { Key, Messages, ValuesParameter } from './messages.ts'

/** Says a message in the translator's language. Ruby notation stays in the text (ruby.ts splits it). */
export type Translate = <K extends Key>(key: K, ...values: ValuesParameter<(typeof ja)[K]>) => string

type Values = Readonly<Record<string, string | number>>

/** Formats ICU messages of one language; each is parsed once. Throws where a value is missing. */
export function formatter<K extends string>(
  locale: string,
  messages: Readonly<Record<K, string>>,
): (key: K, values?: Values) => string {
  const parsed = new Map<K, IntlMessageFormat>()
  return (key, values) => {
    let message = parsed.get(key)
    if (message === undefined) {
      message = new IntlMessageFormat(messages[key], locale, undefined, { ignoreTag: true })
      parsed.set(key, message)
    }
    return String(message.format(values))
  }
}

export function translator(language: Language, messages: Messages): Translate {
  const format = formatter(localeTags[language], messages)
  return (key, ...[values]) => format(key, values)
}
