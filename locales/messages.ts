import type { ja } from './ja.ts'

/**
 * Japanese is the source: its keys and arguments are everybody's. Other languages are typed
 * `Messages`, so a missing or an extra key fails the type check.
 */
export type Key = keyof typeof ja
export type Messages = Readonly<Record<Key, string>>

type Placeholder<Message extends string> = Message extends `${string}{${infer Inner}}${infer Rest}`
  ? Inner | Placeholder<Rest>
  : never
type NameOf<Inner extends string> = Inner extends `${infer Name},${string}` ? Name : Inner

/**
 * The values a message takes: `{name}` a string or number, `{name, number}` a number. A Japanese
 * message holds no plural or select, so its placeholders never nest (a test sees to it).
 */
export type ValuesOf<Message extends string> = {
  [Inner in Placeholder<Message> as NameOf<Inner>]: Inner extends `${string},${string}`
    ? number
    : string | number
}

/** The one trailing parameter of a translate function: absent where the message takes no values. */
export type ValuesParameter<Message extends string> = [Placeholder<Message>] extends [never]
  ? []
  : [values: ValuesOf<Message>]
