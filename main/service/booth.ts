import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { boothFacts } from '../config/booth-facts.ts'
import type { Config } from '../config/schema.ts'
import type { Journal } from '../journal/journal.ts'
import type { PhotoChecker } from '../photo/contract.ts'
import type { SessionSettings } from '../session/context.ts'
import { defaultDelays, type Delays } from '../session/delays.ts'
import { PictureStore } from '../session/picture-store.ts'
import type { Submission } from '../submission/contract.ts'
import { Access } from './access.ts'
import type { PageReport } from './contract.ts'
import { heartbeatMs } from './contract.ts'
import { cameraView, openDevices, type BoothDevices, type Simulators } from './devices.ts'
import { followDevices } from './follow-devices.ts'
import { Lease } from './lease.ts'
import { createServer } from './server.ts'
import { SessionHost } from './session-host.ts'
import { printSlip } from './slip-printing.ts'

export type BoothOptions = Readonly<{
  config: Config
  journal: Journal
  submission: Submission
  photo: PhotoChecker
  /** Folder of the built renderer, and of the voice clips. */
  renderer: string
  voice?: string
  simulators?: Simulators
  delays?: Partial<Delays>
  extend?: (booth: Booth, server: FastifyInstance) => Promise<void>
}>

/** A running booth service. */
export type Booth = Readonly<{
  config: Config
  devices: BoothDevices
  host: SessionHost
  access: Access
  submission: Submission
  journal: Journal
  /** 'http://127.0.0.1:PORT', or null on a Unix socket. */
  url: string | null
  /** The operator's pause; ends when told so. The applicant of the moment is served to the end. */
  pause(paused: boolean): void
  paused(): boolean
  /** How the page is before which people stand. */
  page(): PageReport
  /** Finishes what is under way, then ends. Nothing of an applicant is left. */
  close(): Promise<void>
}>

const how = (taken: Error & { code?: string }, config: Config): Error => {
  const { listen } = config.service
  const where = listen.on === 'socket' ? listen.path : `port ${listen.port}`
  if (taken.code === 'EADDRINUSE') return new Error(`service.listen: ${where} is taken by another program.`)
  return new Error(`service.listen: ${where} cannot be listened on (${taken.code ?? taken.message}).`)
}

/**
 * Starts the booth: devices, session and HTTP surface, over what it is given.
 * @throws a one-sentence Error where it cannot listen
 */
export async function startBooth(options: BoothOptions): Promise<Booth> {
  const { config, journal, submission, photo } = options
  const { listen } = config.service
  await using opened = new AsyncDisposableStack()
  opened.defer(() => photo.close())
  const devices = openDevices(config.devices, options.simulators ?? null)
  opened.defer(async () => void (await Promise.all(devices.all.map((device) => device.close()))))
  const pictures = new PictureStore()
  const access = new Access()
  const lease = new Lease()
  const delays = sessionDelays(config, options.delays)
  const now = (): Date => new Date()
  const settings: SessionSettings = {
    price: config.session.price,
    retakes: config.session.retakeLimit,
    shotsPerBurst,
    staffTyping: config.session.staffTyping,
    camera: cameraView(config.devices.camera),
  }
  const host = new SessionHost({
    ports: {
      reader: devices.reader,
      camera: devices.pageCamera ?? devices.camera,
      payment: devices.payment,
      photo,
      submission,
      pictures,
      journal,
      now,
      betweenShots: delays.betweenShots,
      scanPatterns: config.scan,
      printSlip: (slip, signal) =>
        printSlip(devices.printer, config, slip, within(signal, delays.slipWithin)),
    },
    settings,
    booth: boothFacts(config),
    development: config.development,
    journal,
    delays,
  })
  opened.defer(() => host.stop())

  const needed = [
    devices.reader,
    devices.camera,
    ...(settings.price > 0 && devices.payment ? [devices.payment] : []),
  ]
  const deviceWatch = followDevices({ all: devices.all, needed, submission, host, journal })
  opened.defer(() => deviceWatch.stop())

  // A look that comes late: the service stood still, and has yet to read what the page said meanwhile.
  let looked = performance.now()
  const watch = setInterval(() => {
    const since = performance.now() - looked
    looked += since
    if (since > 2 * heartbeatMs) lease.excuse()
    if (host.idle || lease.alive) return
    journal.record('page-lost')
    host.tell({ type: 'purge' })
  }, heartbeatMs)
  watch.unref()
  opened.defer(() => clearInterval(watch))

  const booth: Booth = {
    config,
    devices,
    host,
    access,
    submission,
    journal,
    url: null,
    pause: (wanted) => deviceWatch.pause(wanted),
    paused: () => deviceWatch.paused(),
    page: () => lease.report,
    async close() {
      await rest.disposeAsync()
      journal.record('service-stopped')
    },
  }
  const server = await createServer({
    surface: {
      host,
      lease,
      access,
      pictures,
      camera: devices.camera,
      pageCamera: devices.pageCamera,
      journal,
    },
    listen,
    renderer: options.renderer,
    ...(options.voice !== undefined && { voice: options.voice }),
    extend: async (instance) => options.extend?.(booth, instance),
  })
  opened.defer(() => server.close())
  try {
    if (listen.on === 'socket') {
      mkdirSync(dirname(listen.path), { recursive: true })
      // A socket left by a killed service refuses connections; a living one answers and is not taken over.
      rmSync(listen.path, { force: true })
      await server.listen({ path: listen.path })
      // Group `booth`: the shell's user, and nobody else (design §1).
      chmodSync(listen.path, 0o660)
    } else await server.listen({ host: '127.0.0.1', port: listen.port })
  } catch (error) {
    throw how(error as Error, config)
  }
  const rest = opened.move()
  const address = server.server.address()
  journal.record('service-started', { listen: listen.on })
  return {
    ...booth,
    url: address !== null && typeof address === 'object' ? `http://127.0.0.1:${address.port}` : null,
  }
}

/** Three stills, the best proposed (design §4). */
const shotsPerBurst = 3

/** The session's own signal, or the end of its patience. */
const within = (signal: AbortSignal, milliseconds: number): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(milliseconds)])

const seconds = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : value * 1_000

function sessionDelays({ session }: Config, given: Partial<Delays> = {}): Delays {
  const { stillThereAfterSeconds, stillThereForSeconds, noReadAfterSeconds } = session.delays
  return {
    ...defaultDelays,
    stillThereAfter: seconds(stillThereAfterSeconds) ?? defaultDelays.stillThereAfter,
    stillThereFor: seconds(stillThereForSeconds) ?? defaultDelays.stillThereFor,
    noReadAfter: seconds(noReadAfterSeconds) ?? defaultDelays.noReadAfter,
    ...given,
  }
}
