import { createServer } from 'node:http'
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client'
import { err, ok, type Result } from '../../hardware/result.ts'
import { eventCatalogue } from './catalogue.ts'
import type { BoothJournal } from './open-journal.ts'

/** What changes by itself, asked for at each scrape. Counts and seconds only. */
export type Gauges = Readonly<{
  /** 1 where the device is online or busy, 0 where it is not, by device id. */
  devicesUp: Readonly<Record<string, 0 | 1>>
  queued: number
  held: number
  quarantined: number
  /** Seconds; 0 with an empty queue. */
  oldestQueuedSeconds: number
  /** Booth clock minus intake clock, seconds; absent while not measured. */
  clockSkewSeconds?: number
  inService: boolean
}>

export type MetricsServer = Readonly<{ port: number; close(): Promise<void> }>

/** Counts the journal's events and reads `gauges` at each scrape. */
export const boothRegistry = (journal: BoothJournal, gauges: () => Gauges): Registry => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'machinaka_' })

  const events = new Counter({
    name: 'machinaka_events_total',
    help: 'Events of the journal (docs/journal.md)',
    labelNames: ['event', 'type', 'disposition'],
    registers: [registry],
  })
  for (const [event, { type, disposition }] of Object.entries(eventCatalogue)) {
    events.inc({ event, type, disposition }, 0)
  }
  journal.onEvent(({ event }) => {
    const { type, disposition } = eventCatalogue[event]
    events.inc({ event, type, disposition })
  })

  const gauge = (name: string, help: string, read: (gauges: Gauges) => number | undefined): void => {
    registry.registerMetric(
      new Gauge({
        name: `machinaka_${name}`,
        help,
        registers: [],
        collect() {
          const value = read(gauges())
          if (value === undefined) this.remove()
          else this.set(value)
        },
      }),
    )
  }
  gauge('in_service', '1 while applicants are served', (now) => (now.inService ? 1 : 0))
  gauge('outbox_queued', 'Sealed applications that wait to be sent', (now) => now.queued)
  gauge('outbox_held', 'Sealed applications that wait for the operator', (now) => now.held)
  gauge('outbox_quarantined', 'Sealed applications the intake cannot take', (now) => now.quarantined)
  gauge(
    'outbox_oldest_seconds',
    'Age of the oldest application that waits to be sent',
    (now) => now.oldestQueuedSeconds,
  )
  gauge('clock_skew_seconds', 'Booth clock minus intake clock', (now) => now.clockSkewSeconds)
  registry.registerMetric(
    new Gauge({
      name: 'machinaka_device_up',
      help: '1 while the device is online or busy',
      labelNames: ['device'],
      registers: [],
      collect() {
        this.reset()
        for (const [device, up] of Object.entries(gauges().devicesUp)) this.set({ device }, up)
      },
    }),
  )
  return registry
}

/** Prometheus text at http://127.0.0.1:<port>/metrics, for this machine only. `port` 0 takes a free one. */
export const serveMetrics = (registry: Registry, port: number): Promise<Result<MetricsServer, string>> =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end()
        return
      }
      void registry.metrics().then((text) => {
        response
          .writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' })
          .end(text)
      })
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(
        err(
          `service.metricsPort: got ${port}, expected a port nobody listens on (${error.code ?? 'unknown'})`,
        ),
      )
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('A TCP server has a port')
      resolve(
        ok({
          port: address.port,
          close: () =>
            new Promise<void>((closed) => {
              server.close(() => closed())
              server.closeAllConnections()
            }),
        }),
      )
    })
  })
