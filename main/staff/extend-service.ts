import type { FastifyInstance } from 'fastify'
import type { Gauges } from '../journal/metrics.ts'
import type { BoothJournal } from '../journal/open-journal.ts'
import type { PhotoChecker } from '../photo/contract.ts'
import type { Booth } from '../service/booth.ts'
import { keepPause, wasPaused } from './kept-pause.ts'
import { openStaff } from './open-staff.ts'

export type Extension = Readonly<{
  journal: BoothJournal
  photo: PhotoChecker
  outboxFolder: string
  version: string
  /** Ends the service; whoever supervises it starts it again. */
  restart: () => void
}>

/**
 * What stands behind the applicant's side of a running booth: staff routes, diagnostics and metrics. For
 * `extend` of `startBooth`; all of it ends with the server.
 * @throws a one-sentence Error where the metrics cannot be served on the configured port
 */
export const extendService =
  ({ journal, photo, outboxFolder, version, restart }: Extension) =>
  async (booth: Booth, server: FastifyInstance): Promise<void> => {
    const { config, devices, host, submission } = booth
    const inService = (): boolean => host.view.screen.name !== 'out-of-service'
    const staff = await openStaff({
      config,
      version,
      journal,
      devices,
      photo,
      outboxFolder,
      health: () => submission.health(),
      idle: () => host.idle,
      inService,
      paused: () => booth.paused(),
      pause: (paused) => {
        booth.pause(paused)
        void keepPause(config.storage.folder, paused)
      },
      restart,
    })
    server.addHook('onClose', () => staff.close())
    await staff.register(server)
    if (wasPaused(config.storage.folder)) booth.pause(true)

    if (config.service.metricsPort === null) return
    const gauges = (): Gauges => gaugesOf(booth, inService())
    const { boothRegistry, serveMetrics } = await import('../journal/metrics.ts')
    const metrics = await serveMetrics(boothRegistry(journal, gauges), config.service.metricsPort)
    if (!metrics.ok) throw new Error(metrics.error)
    server.addHook('onClose', () => metrics.value.close())
  }

const gaugesOf = ({ devices, submission }: Booth, inService: boolean): Gauges => {
  const { queued, held, quarantined, oldestQueuedAt, clockSkewMs } = submission.health()
  const up = devices.all.map((device): [string, 0 | 1] => {
    const { state, fault } = device.status()
    // A camera of the page that nobody needs now is "starting" for hours, and well.
    const resting = state === 'starting' && fault === undefined && device.capabilities().driver === 'uvc'
    return [device.id, state === 'online' || state === 'busy' || resting ? 1 : 0]
  })
  return {
    devicesUp: Object.fromEntries(up),
    queued,
    held,
    quarantined,
    oldestQueuedSeconds: oldestQueuedAt === null ? 0 : (Date.now() - oldestQueuedAt.getTime()) / 1000,
    ...(clockSkewMs === null ? {} : { clockSkewSeconds: clockSkewMs / 1000 }),
    inService,
  }
}
