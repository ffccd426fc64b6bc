import { useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { type Language, languages } from '../../locales/languages.ts'
import { loadTranslator } from '../../locales/load.ts'
import type { View } from '../../main/service/contract.ts'
import type { Client } from '../client.ts'
import { applyLook, fitPanel } from '../design/panel.ts'
import { watchPresence } from '../guidance/camera-presence.ts'
import { usePageCamera } from '../guidance/use-page-camera.ts'
import { loadDrawingsAhead } from '../illustrations/load-ahead.ts'
import { type Booth, BoothContext, singlePress, useConnection } from './booth.ts'
import { CameraContext } from './camera.ts'
import { Curtain } from './curtain.tsx'
import { useInputWatch, useKeyboard, useSteadyPresses } from './keyboard.ts'
import { useSpokenKeys } from './reading.ts'
import { CurrentScreen } from './screen.tsx'
import { StillThere } from './still-there.tsx'
import { langOf, loadText, type Text, TextContext } from './text.tsx'
import { ConnectionLost, Unconnected } from './unconnected.tsx'

/** The words of a language, kept on the former one until they are here. */
function useWords(language: Language): Text | null {
  const [words, setWords] = useState<Text | null>(null)
  useEffect(() => {
    let current = true
    void loadText(language).then((text) => {
      if (current) setWords(text)
    })
    return () => {
      current = false
    }
  }, [language])
  useEffect(() => {
    // The others come while nobody waits for them: a change of language is then at once. So do the fonts for
    // machines that have none of their own, and the drawings of all screens.
    const idle = requestIdleCallback(() => {
      void Promise.all(languages.map(loadTranslator))
      void import('../design/fonts.css')
      void loadDrawingsAhead()
    })
    return () => cancelIdleCallback(idle)
  }, [])
  return words
}

function useWindowSize() {
  const [size, setSize] = useState({ width: innerWidth, height: innerHeight })
  useEffect(() => {
    const changed = () => setSize({ width: innerWidth, height: innerHeight })
    addEventListener('resize', changed)
    return () => removeEventListener('resize', changed)
  }, [])
  return size
}

/**
 * The camera as it is to be open now: for the picture, and out of service for a device's sake, where the page
 * has to find out that its camera works again.
 */
const openCameraOf = ({ screen, camera }: View) => {
  if (screen.name === 'position' || screen.name === 'capture') return camera
  const broken = screen.name === 'out-of-service' && screen.reason === 'device-fault'
  return broken && camera.held === 'page' ? camera : null
}

/** The applicant's side of the page: whatever the service says is to be shown. */
export function App({ client }: Readonly<{ client: Client }>) {
  const connection = useConnection(client)
  return connection.view === null ? (
    <Unconnected state={connection.state} />
  ) : (
    <Connected client={client} view={connection.view} lost={connection.state === 'lost'} />
  )
}

function Connected({ client, view, lost }: Readonly<{ client: Client; view: View; lost: boolean }>) {
  const act = useMemo(() => singlePress(client), [client])
  const words = useWords(view.preferences.language)
  const size = useWindowSize()
  const { display } = view.booth
  const { textSize, theme, reach } = view.preferences
  const camera = usePageCamera(openCameraOf(view), (signal) => client.request('api/preview', { signal }))
  const device = view.camera.held === 'page' ? view.camera.device : null
  const booth = useMemo<Booth>(() => ({ view, client, act }), [view, client, act])
  useInputWatch()
  useKeyboard(booth)
  useSteadyPresses()
  useSpokenKeys(words?.clip ?? null)

  useLayoutEffect(() => {
    applyLook(document.documentElement, display, fitPanel(display, size), { textSize, theme, reach })
  }, [display, size, textSize, theme, reach])

  useEffect(() => {
    if (camera.source === null && device !== null) return watchPresence(device, client.reportCamera)
    const tell = () => client.reportCamera(camera.report())
    tell()
    const timer = setInterval(tell, 1_000)
    return () => clearInterval(timer)
  }, [client, camera, device])

  const lang = langOf(words?.language ?? view.preferences.language)
  useLayoutEffect(() => {
    document.documentElement.lang = lang
  }, [lang])

  if (words === null) return null
  return (
    <BoothContext value={booth}>
      <TextContext value={words}>
        <CameraContext value={camera}>
          <div className="panel" lang={lang} data-serial={view.serial}>
            <CurrentScreen screen={view.screen} />
            {view.stillThereUntil !== null && <StillThere until={view.stillThereUntil} />}
            {view.preferences.curtain && <Curtain />}
            {lost && <ConnectionLost />}
          </div>
        </CameraContext>
      </TextContext>
    </BoothContext>
  )
}
