import type { FaultCode } from '../catalogue.ts'
import type { IppResponse } from './ipp-messages.ts'

/** printer-state "stopped" (RFC 8011, section 5.4.11). */
const stopped = 5

/** printer-state-reasons (RFC 8011, section 5.4.12) → fault, the first that fits. The severity is cut off before. */
const reasons: readonly (readonly [reason: string, code: FaultCode])[] = [
  ['media-jam', 'printer-jam'],
  ['cover-open', 'printer-cover-open'],
  ['door-open', 'printer-cover-open'],
  ['interlock-open', 'printer-cover-open'],
  ['media-empty', 'printer-out-of-paper'],
  ['media-needed', 'printer-out-of-paper'],
  ['input-tray-missing', 'printer-out-of-paper'],
  ['marker-supply-empty', 'printer-stopped'],
  ['toner-empty', 'printer-stopped'],
  ['offline', 'printer-missing'],
  ['connecting-to-device', 'printer-missing'],
  ['shutdown', 'printer-missing'],
  ['timed-out', 'printer-missing'],
  ['paused', 'printer-stopped'],
  ['other', 'printer-stopped'],
]

/** What a printer says of itself → the fault that stands against printing, if any. */
export function printerFault({
  attributes,
}: IppResponse): Readonly<{ code: FaultCode; detail: string }> | undefined {
  const state = attributes.get('printer-state')?.[0]
  const given = (attributes.get('printer-state-reasons') ?? []).map(String)
  const present = new Set(
    given
      // A report is news, not a fault.
      .filter((reason) => !reason.endsWith('-report'))
      .map((reason) => reason.replace(/-(error|warning)$/, '')),
  )
  for (const [reason, code] of reasons) {
    // "other" and "connecting-to-device" are said in passing by printers that print.
    const grave = state === stopped || (reason !== 'other' && reason !== 'connecting-to-device')
    if (grave && present.has(reason)) return { code, detail: reason }
  }
  if (state === stopped) return { code: 'printer-stopped', detail: 'stopped without a reason' }
  if (attributes.get('printer-is-accepting-jobs')?.[0] === false)
    return { code: 'printer-stopped', detail: 'the queue refuses jobs' }
  return undefined
}

/** job-state (RFC 8011, section 5.3.7): what has become of a job. */
export function jobOutcome({ attributes }: IppResponse): 'underway' | 'done' | 'failed' {
  const state = attributes.get('job-state')?.[0]
  if (state === 9) return 'done'
  return state === 7 || state === 8 ? 'failed' : 'underway'
}
