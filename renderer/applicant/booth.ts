import { createContext, use, useSyncExternalStore } from 'react'
import type { Intent, ScreenName, ScreenOf, View } from '../../main/service/contract.ts'
import { isWidePanel } from '../design/panel.ts'
import type { Client, Connection, IntentOutcome } from '../client.ts'

export type Booth = Readonly<{
  view: View
  client: Client
  /** Answers the view shown. A press that comes before the answer to the one before is dropped. */
  act(intent: Intent): Promise<IntentOutcome>
}>

export const BoothContext = createContext<Booth | null>(null)

/** The booth as the screens see it. Only below `BoothContext`. */
export function useBooth(): Booth {
  const booth = use(BoothContext)
  if (booth === null) throw new Error('useBooth outside of the booth')
  return booth
}

export const isPortrait = ({ booth: { display } }: View): boolean => display.heightMm > display.widthMm

/** A wide panel has room beside its pictures, as long as the words are of the usual size. */
export const isWide = ({ booth: { display }, preferences }: View): boolean =>
  isWidePanel(display) && preferences.textSize === 'normal'

/** All keys in the lower 40 %: a lying panel is low enough as it is (EN 301 549, 8.3: reach). */
export const isLow = (view: View): boolean => view.preferences.reach === 'low' && isPortrait(view)

export type ScreenProps<N extends ScreenName> = Readonly<{ screen: ScreenOf<N> }>

export function useConnection(client: Client): Connection {
  return useSyncExternalStore(client.subscribe, client.connection)
}

/** Longest wait for the service's answer before a press counts again. */
const answerMs = 1_500

/** `client.act` with one press at a time: a double tap is one tap. */
export function singlePress(client: Client): Booth['act'] {
  let pressed: symbol | null = null
  return async (intent) => {
    if (pressed !== null) return 'stale'
    const press = Symbol(intent.type)
    const release = () => {
      if (pressed === press) pressed = null
    }
    pressed = press
    const timer = setTimeout(release, answerMs)
    try {
      return await client.act(intent)
    } finally {
      clearTimeout(timer)
      release()
    }
  }
}
