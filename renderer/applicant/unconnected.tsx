import { useEffect, useState } from 'react'
import type { Connection } from '../client.ts'

/** Shorter breaks are not spoken of: the picture simply stays. */
const unnoticedMs = 1_500

const words = {
  connecting: ['お待ちください', 'Please wait a moment'],
  lost: ['お待ちください', 'Please wait a moment'],
  'held-elsewhere': ['この機械は 別の画面で 使われています', 'This booth is in use in another window'],
  'not-admitted': ['この画面は 開きなおす必要があります', 'This window needs to be opened again'],
  live: ['', ''],
} as const satisfies Record<Connection['state'], readonly [string, string]>

/** No service to speak with. The texts of the languages come from it too, so there are two sentences here. */
export function Unconnected({ state }: Readonly<{ state: Connection['state'] }>) {
  const [patient, setPatient] = useState(state === 'connecting' || state === 'lost')
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), unnoticedMs)
    return () => clearTimeout(timer)
  }, [])
  if (patient) return null
  const [japanese, english] = words[state]
  return (
    <main className="unconnected" aria-live="polite">
      <h1 lang="ja">{japanese}</h1>
      <p lang="en">{english}</p>
    </main>
  )
}
