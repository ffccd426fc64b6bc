import { IntlMessageFormat } from 'intl-messageformat'
import { languages, localeTags, type Language } from '../../../locales/languages.ts'
import { loadMessages } from '../../../locales/load.ts'
import type { Key, Messages } from '../../../locales/messages.ts'

/** All languages' messages, for tests that look at the texts themselves. */
export const catalogues = Object.fromEntries(
  await Promise.all(languages.map(async (language) => [language, await loadMessages(language)] as const)),
) as Readonly<Record<Language, Messages>>

export const keys = Object.keys(catalogues.ja) as readonly Key[]

type Node = ReturnType<IntlMessageFormat['getAst']>[number]
/** Kinds of nodes as the parser numbers them (its TYPE enumeration). */
const kinds = ['literal', 'text', 'number', 'date', 'time', 'select', 'plural', 'pound', 'tag'] as const
export type Argument = Readonly<{ name: string; kind: (typeof kinds)[number] }>

/** The arguments of a message with their kinds, those inside plural branches too. */
export function argumentsOf(message: string, locale: string): readonly Argument[] {
  const walk = (nodes: readonly Node[]): readonly Argument[] =>
    nodes.flatMap((node) => {
      const kind = kinds[node.type] ?? 'literal'
      const own =
        kind === 'literal' || kind === 'pound' ? [] : [{ name: 'value' in node ? node.value : '', kind }]
      const inner =
        'options' in node ? Object.values(node.options).flatMap((option) => walk(option.value)) : []
      return [...own, ...inner]
    })
  return walk(new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst())
}

export const argumentsOfKey = (language: Language, key: Key): readonly Argument[] =>
  argumentsOf(catalogues[language][key], localeTags[language])
