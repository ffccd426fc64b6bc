import { useEffect, useEffectEvent, useState } from 'react'
import type { FrameSource } from './frame-source.ts'
import type { HintCode } from './hints.ts'
import { guideLive } from './live-guidance.ts'

export type LiveHint = Readonly<{
  /** The one hint to show and say; null while the models load or nothing is sure yet. */
  hint: HintCode | null
  /** False where the models could not be started: the key alone takes pictures. */
  available: boolean
}>

/** A shutter that was not taken (the service was not ready yet) is offered again after so long. */
const offerAgainMs = 3_000

/**
 * Live hints while `source` gives frames, and the moment to take the picture. Use it on the position screen
 * only: the worker ends with the component. As long as that stays, `onShutter` is called again.
 */
export function useLiveGuidance(
  source: FrameSource | null,
  options: Readonly<{ specialReason: boolean; onShutter: () => void }>,
): LiveHint {
  const [hint, setHint] = useState<HintCode | null>(null)
  const [available, setAvailable] = useState(true)
  const { specialReason } = options
  const shoot = useEffectEvent(() => options.onShutter())

  useEffect(() => {
    if (!source) return
    let offerAgain: ReturnType<typeof setTimeout> | undefined
    const live = guideLive(source, {
      specialReason,
      onGuidance: (guidance) => {
        setHint(guidance.hint)
        if (!guidance.shutter) return
        shoot()
        offerAgain = setTimeout(() => live.rearm(), offerAgainMs)
      },
      onReady: (backend) => setAvailable(backend !== null),
    })
    return () => {
      clearTimeout(offerAgain)
      live.close()
      setHint(null)
    }
  }, [source, specialReason])

  return { hint, available }
}
