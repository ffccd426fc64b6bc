import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { IntakeLog } from './log.ts'
import type { Store } from './store/store.ts'

/** Of a whole request; the authority is waited for up to 8 s. */
const secondsBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export type IntakeMetrics = Readonly<{
  /** The given log, counted. */
  log: IntakeLog
  observe(route: string, status: number, seconds: number): void
  /** Prometheus text. */
  text(): Promise<string>
  contentType: string
}>

/** Counts and durations by route, status and event: no label ever names an applicant, a form or a booth. */
export function intakeMetrics(log: IntakeLog, store: Store): IntakeMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const events = new Counter({
    name: 'intake_events_total',
    help: 'Events of the log.',
    labelNames: ['event', 'problem'],
    registers,
  })
  const requests = new Histogram({
    name: 'intake_request_seconds',
    help: 'Time from the headers of a request to the end of its answer.',
    labelNames: ['route', 'status'],
    buckets: secondsBuckets,
    registers,
  })
  const applications = new Gauge({
    name: 'intake_applications',
    help: 'Applications kept, by decision.',
    labelNames: ['decision'],
    registers,
    collect: async () => {
      applications.reset()
      // Without the store there is nothing to tell, and everything else is still worth reading.
      const counts = await store.counts().catch(() => ({}))
      for (const [decision, count] of Object.entries(counts)) applications.set({ decision }, count)
    },
  })
  return {
    log: (event, facts) => {
      const problem = facts?.['problem']
      events.inc({ event, ...(typeof problem === 'string' ? { problem } : {}) })
      log(event, facts)
    },
    observe: (route, status, seconds) => requests.observe({ route, status }, seconds),
    text: async () => await registry.metrics(),
    contentType: registry.contentType,
  }
}
