import { createHash, randomBytes } from 'node:crypto'
import type { Journal } from '../journal/journal.ts'
import type { StaffRole } from './contract.ts'

const tokenBytes = 32
/** However busily somebody presses: nobody works at a booth's screen for longer without a new PIN. */
const longestSessionMs = 2 * 60 * 60_000

export type StaffSession = Readonly<{ role: StaffRole; endsAt: Date }>

export type StaffSessions = Readonly<{
  begin(role: StaffRole): Readonly<{ token: string; session: StaffSession }>
  /** The session of a token; `undefined` once it has ended. Reading does not prolong it. */
  find(token: string): StaffSession | undefined
  /** Somebody pressed something. */
  prolong(token: string): void
  end(token: string): void
}>

/** One session at a time, in memory alone: a new one, a restart or `idleMinutes` without a press end the last. */
export const openStaffSessions = (
  options: Readonly<{
    idleMinutes: number
    journal: Journal
    /** Monotonic; milliseconds: a clock that is set does not prolong a session. */
    uptimeMs?: () => number
    now?: () => Date
  }>,
): StaffSessions => {
  const { idleMinutes, journal, uptimeMs = () => performance.now(), now = () => new Date() } = options
  /** `latest` and `end` in running time. */
  let current: { key: string; role: StaffRole; latest: number; end: number } | undefined

  const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64')
  const prolonged = (latest: number): number => Math.min(uptimeMs() + idleMinutes * 60_000, latest)
  const finish = (how: 'by-hand' | 'by-itself' | 'by-another'): void => {
    if (current === undefined) return
    journal.record('staff-left', { how, role: current.role })
    current = undefined
  }
  const live = (token: string): typeof current => {
    if (current !== undefined && uptimeMs() >= current.end) finish('by-itself')
    return current !== undefined && current.key === keyOf(token) ? current : undefined
  }

  const shown = ({ role, end }: NonNullable<typeof current>): StaffSession => ({
    role,
    endsAt: new Date(now().getTime() + end - uptimeMs()),
  })

  return {
    begin(role) {
      finish('by-another')
      const token = randomBytes(tokenBytes).toString('base64url')
      const latest = uptimeMs() + longestSessionMs
      current = { key: keyOf(token), role, latest, end: prolonged(latest) }
      return { token, session: shown(current) }
    },
    find(token) {
      const session = live(token)
      return session && shown(session)
    },
    prolong(token) {
      const session = live(token)
      if (session !== undefined) session.end = prolonged(session.latest)
    },
    end(token) {
      if (live(token) !== undefined) finish('by-hand')
    },
  }
}
