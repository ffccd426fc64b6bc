import type { Authority } from './authority/authority.ts'
import { decisionWaitMs } from './contract.ts'
import { openEnvelope } from './envelope.ts'
import type { Keys } from './keys.ts'
import type { IntakeLog } from './log.ts'
import { boothKey, settled } from './reception.ts'
import type { PendingApplication, Store } from './store/store.ts'

/** Milliseconds the authority may take when nobody stands waiting. */
const patientWaitMs = 60_000
/** An application claimed by an intake that died is free again after this. */
const claimMs = patientWaitMs + 15_000
export type ForwardingTimes = Readonly<{
  /** Milliseconds between looks for due applications. */
  pollMs: number
  /** Milliseconds from reception during which whoever received it asks the authority itself. */
  leaseMs: number
}>
/** The inline ask is over after decisionWaitMs, and its commit had ample time. */
export const defaultForwarding: ForwardingTimes = { pollMs: 1_000, leaseMs: decisionWaitMs + 7_000 }
/** Applications taken at once: what a slow authority is asked in parallel. */
const claimLimit = 16
/** Milliseconds until the second attempt; doubles with each one, up to a quarter of an hour. */
const firstRetryMs = 2_000
const longestRetryMs = 900_000

type Parts = Readonly<{ store: Store; keys: () => Keys; authority: Authority; log: IntakeLog }>

/** Takes pending applications to the authority until each is decided. Age never drops one. */
export class Forwarding {
  readonly #parts: Parts
  readonly #pollMs: number
  readonly #stopped = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(parts: Parts, { pollMs }: Pick<ForwardingTimes, 'pollMs'>) {
    this.#parts = parts
    this.#pollMs = pollMs
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#round().finally(() => {
        if (!this.#stopped.signal.aborted) this.start()
      })
    }, this.#pollMs)
  }

  /** Ends the asks under way; what they were about stays pending. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    clearTimeout(this.#timer)
    await this.#running
  }

  async #round(): Promise<void> {
    const { store, log } = this.#parts
    try {
      for (;;) {
        const now = Date.now()
        const due = await store.claimDue(iso(now), iso(now + claimMs), claimLimit)
        await Promise.all(due.map(async (pending) => await this.#forward(pending)))
        if (due.length < claimLimit || this.#stopped.signal.aborted) return
      }
    } catch (error) {
      log('fault', { kind: error instanceof Error ? error.name : 'unknown', where: 'forwarding' })
    }
  }

  async #forward(pending: PendingApplication): Promise<void> {
    const { store, authority, log } = this.#parts
    const { applicationId, boothId, attempts } = pending
    const opened = await this.#open(pending)
    if (opened.ok) {
      const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(patientWaitMs)])
      const answer = await authority.decide(opened.application, signal)
      if (answer.decision !== 'undecided') {
        await settled(store, log, applicationId, answer)
        return
      }
    }
    const because = opened.ok ? 'undecided' : opened.detail
    log('forwarding-failed', { applicationId, boothId, attempts, because })
    const retryMs = Math.min(firstRetryMs * 2 ** Math.min(attempts - 1, 20), longestRetryMs)
    await store.postpone(applicationId, iso(Date.now() + retryMs))
  }

  async #open({ applicationId, boothId, sealed }: PendingApplication) {
    const { store, keys } = this.#parts
    return await openEnvelope(
      sealed,
      { applicationId, boothId },
      {
        unseal: (kid) => keys().unseal(kid),
        // Also a key revoked since: the booth was enrolled when it was received.
        verify: async (kid) => {
          const key = await store.signingKey(kid, boothId)
          return key && boothKey(key.x)
        },
      },
    )
  }
}

const iso = (time: number): string => new Date(time).toISOString()
