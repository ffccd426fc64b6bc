import { useEffect, useState } from 'react'
import type { Connection } from '../client.ts'
import { Rich, useText } from './text.tsx'

/** Shorter breaks are not spoken of: the picture simply stays. */
const unnoticedMs = 1_500
/** By then the shell has opened another window, where there is a shell. */
const renewedWithinMs = 10_000

const wait = ['お待ちください', 'Please wait a moment'] as const
const words = {
  connecting: wait,
  lost: wait,
  'held-elsewhere': ['この機械は 別の画面で 使われています', 'This booth is in use in another window'],
  'not-admitted': ['この画面は 開きなおす必要があります', 'This window needs to be opened again'],
  live: ['', ''],
} as const satisfies Record<Connection['state'], readonly [string, string]>

function usePassed(milliseconds: number): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return passed
}

/** No service has spoken yet. The texts of the languages come from it too, so there are two sentences here. */
export function Unconnected({ state }: Readonly<{ state: Connection['state'] }>) {
  const noticed = usePassed(unnoticedMs)
  const renewed = usePassed(renewedWithinMs)
  if (!noticed && state !== 'not-admitted') return null
  const [japanese, english] = renewed ? words[state] : wait
  return (
    <main className="unconnected" aria-live="polite">
      <h1 lang="ja">{japanese}</h1>
      <p lang="en">{english}</p>
    </main>
  )
}

/** The service has fallen silent in the midst of it: over everything, in the applicant's language. */
export function ConnectionLost() {
  const { t } = useText()
  if (!usePassed(unnoticedMs)) return null
  return (
    <main className="unconnected" aria-live="polite">
      <h1>
        <Rich>{t('unconnected.title')}</Rich>
      </h1>
      <p>
        <Rich>{t('unconnected.say')}</Rich>
      </p>
    </main>
  )
}
