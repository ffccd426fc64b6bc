import { setTimeout as sleep } from 'node:timers/promises'
import type { Camera } from '../../hardware/camera/contract.ts'
import type { FaultCode } from '../../hardware/catalogue.ts'
import type { Journal } from '../journal/journal.ts'
import type { CheckedPhoto, PhotoChecker } from '../photo/contract.ts'
import type { CheckedStill } from './context.ts'
import type { SessionEvent } from './events.ts'
import type { PictureStore } from './picture-store.ts'
import { judgeTogether } from './proposal.ts'

/** A camera whose shots are taken by the page: it says which shot it wants now. */
export type WantsCaptures = Readonly<{
  onCaptureWanted(listener: (captureId: string | undefined) => void): () => void
}>

export type BurstPorts = Readonly<{
  camera: Camera & Partial<WantsCaptures>
  photo: PhotoChecker
  pictures: PictureStore
  journal: Journal
  now: () => Date
  betweenShots: number
}>

type Burst = Readonly<{ shots: number; specialReason: boolean }>

/**
 * Takes the stills of one burst, each checked while the next is taken, and tells the session as it goes.
 * The pictures of the burst before are wiped first. Ends silently once `signal` aborts.
 */
export async function takeBurst(
  ports: BurstPorts,
  { shots, specialReason }: Burst,
  tell: (event: SessionEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const { camera, pictures, photo } = ports
  pictures.wipe()
  const checks: Promise<CheckedPhoto>[] = []
  const ids: string[] = []
  const fail = (fault: FaultCode | 'photo-check-failed'): void => {
    if (!signal.aborted) tell({ type: 'burst.failed', fault })
  }

  for (let shot = 1; shot <= shots && !signal.aborted; shot++) {
    const unsubscribe = camera.onCaptureWanted?.((captureId) => {
      if (captureId !== undefined && !signal.aborted) tell({ type: 'shot.wanted', captureId, shot })
    })
    const still = await camera.capture({ notBefore: ports.now(), signal }).finally(unsubscribe)
    if (signal.aborted) break
    if (!still.ok) return fail(still.error.code)
    tell({ type: 'shot.taken' })
    ids.push(pictures.add(still.value.bytes))
    const check = photo.check(still.value.bytes, { specialReason, portrait: true }, signal)
    check.catch(() => undefined) // awaited below; a burst that ends early must not leave it unhandled
    checks.push(check)
    if (shot < shots) await sleep(ports.betweenShots, undefined, { signal }).catch(() => undefined)
  }
  try {
    const checked = await Promise.all(checks)
    if (!signal.aborted) tell({ type: 'burst.checked', stills: toStills(ports, ids, checked) })
  } catch {
    if (!signal.aborted) ports.journal.record('photo-check-failed', { shots })
    fail('photo-check-failed')
  }
}

/** Judges the stills of a burst anew, with or without the special reason. */
export async function recheckBurst(
  ports: BurstPorts,
  stills: readonly CheckedStill[],
  specialReason: boolean,
  signal: AbortSignal,
): Promise<CheckedStill[]> {
  const kept = stills.flatMap(({ id }) => {
    const bytes = ports.pictures.get(id)
    return bytes ? [{ id, bytes }] : []
  })
  const checked = await Promise.all(
    kept.map(({ bytes }) => ports.photo.check(bytes, { specialReason, portrait: true }, signal)),
  )
  return toStills(
    ports,
    kept.map(({ id }) => id),
    checked,
  )
}

function toStills(
  ports: BurstPorts,
  ids: readonly string[],
  checked: readonly CheckedPhoto[],
): CheckedStill[] {
  const judged = judgeTogether(checked.map(({ check }) => check))
  return judged.flatMap((check, i) => {
    const id = ids[i]
    if (id === undefined) return []
    ports.journal.record('photo-checked', {
      verdict: check.verdict,
      reasons: check.reasons.map((reason) => reason.code).join(' '),
      milliseconds: Math.round(check.milliseconds),
    })
    const portrait = checked[i]?.portrait ?? null
    return [{ id, portraitId: portrait && ports.pictures.add(portrait), check }]
  })
}
