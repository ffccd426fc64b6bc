import type { PhotoCheck, Reason } from '../photo/contract.ts'
import type { CheckedStill } from './context.ts'

const rank = { accept: 0, warn: 1, reject: 2 } as const

const complaints = (check: PhotoCheck): number =>
  check.reasons.filter((reason) => reason.severity !== 'info').length

/** The best still of a burst: by verdict, then by fewest complaints, then the earliest. */
export function proposedStill(stills: readonly CheckedStill[]): string | null {
  const best = [...stills].sort(
    (a, b) => rank[a.check.verdict] - rank[b.check.verdict] || complaints(a.check) - complaints(b.check),
  )[0]
  return best && best.check.verdict !== 'reject' ? best.id : null
}

export const usable = (stills: readonly CheckedStill[], id: string | null): boolean =>
  stills.some((still) => still.id === id && still.check.verdict !== 'reject' && still.portraitId !== null)

/**
 * Narrow eyes must not send anybody away: `eyes-closed` blocks only where two of the stills of one burst
 * agree on it (photo-rules, goals). A single still that reads closed is a warning.
 */
export function judgeTogether(checks: readonly PhotoCheck[]): PhotoCheck[] {
  const closed = (reason: Reason): boolean => reason.code === 'eyes-closed' && reason.severity === 'block'
  if (checks.filter((check) => check.reasons.some(closed)).length !== 1 || checks.length < 2)
    return [...checks]
  return checks.map((check) => {
    const reasons = check.reasons.map((reason): Reason =>
      closed(reason) ? { ...reason, severity: 'warn' } : reason,
    )
    return { ...check, reasons, verdict: verdictOf(reasons) }
  })
}

const verdictOf = (reasons: readonly Reason[]): PhotoCheck['verdict'] => {
  if (reasons.some((reason) => reason.severity === 'block')) return 'reject'
  return reasons.some((reason) => reason.severity === 'warn') ? 'warn' : 'accept'
}
