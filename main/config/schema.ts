import * as z from 'zod'
import { defaultScanPatterns } from '../form/scan.ts'
import { BoothFacts } from '../service/contract.ts'
import {
  CodeReaderConfig,
  CameraConfig,
  LampConfig,
  PaymentConfig,
  PrinterConfig,
  SensorConfig,
} from './devices.ts'
import { defaultPhoneLines } from './phone-lines.ts'
import { FilePath, LoopbackPort, TimeOfDay, HttpUrl, HttpsUrl } from './values.ts'

/** Raised by one with each change that an older file does not fit; `migrate.ts` knows the way from every earlier one. */
export const configVersion = 1

const Booth = z.strictObject({
  /** Stands in certificates, envelopes and receipts. */
  id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/, '1 to 64 letters, digits and hyphens'),
  /** "17号機 駅北口": the operator's own words. */
  name: z.string().min(1).max(80),
  /** Where people go when the booth cannot help. */
  counter: BoothFacts.shape.counter,
  /** Visible area of the panel in mm; 268 × 476 is a 21.5-inch panel standing upright. */
  display: z
    .strictObject({ widthMm: z.number().min(50).max(2000), heightMm: z.number().min(50).max(2000) })
    .prefault({ widthMm: 268, heightMm: 476 }),
  /** How long an application takes, told on the welcome screen (experience: about 5 minutes). */
  minutes: z.int().min(1).max(60).default(5),
  /** Until the municipality's notice arrives: about one month (domain §1.1). */
  weeksUntilNotice: z.int().min(1).max(26).default(4),
  phoneLines: BoothFacts.shape.phoneLines.default(defaultPhoneLines),
  informationUrl: HttpUrl.default('https://www.kojinbango-card.go.jp/'),
})

const Intake = z.strictObject({
  url: HttpUrl,
  /** The booth's keys, its certificate, the intake's keys and CA, as `booth provision` wrote them. */
  keysFolder: FilePath.default('/var/lib/machinaka/keys'),
})

const Devices = z.strictObject({
  codeReader: CodeReaderConfig,
  camera: CameraConfig,
  printer: PrinterConfig.prefault({ driver: 'none' }),
  payment: PaymentConfig.prefault({ driver: 'none' }),
  lamp: LampConfig.prefault({ driver: 'none' }),
  sensor: SensorConfig.prefault({ driver: 'none' }),
})

/** Where left out, the session's own delay rules: each stands in main/session with its reason. */
const Delays = z.strictObject({
  /** Nothing happened for so long: "still there?" */
  stillThereAfterSeconds: z.int().min(20).max(600).optional(),
  /** How long that question stands; WCAG 2.2.1 asks for 20 s at least. */
  stillThereForSeconds: z.int().min(20).max(600).optional(),
  /** Nothing was read for so long: help with a picture. */
  noReadAfterSeconds: z.int().min(5).max(120).optional(),
})

const Session = z.strictObject({
  /** Yen; 0 means free: no payment device is needed. */
  price: z.int().min(0).max(10_000).default(0),
  retakeLimit: z.int().min(0).max(20).default(5),
  /** Typing the form ID with a member of staff beside (domain §1.5). */
  staffTyping: z.boolean().default(false),
  delays: Delays.prefault({}),
})

const Scan = z.strictObject({
  /** A host stands for itself and every subdomain of it. */
  hosts: z
    .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host name in small letters'))
    .min(1)
    .default([...defaultScanPatterns.hosts]),
  /** Names of the URL parameters that may carry the form ID; empty takes any (the real name is known under contract). */
  parameters: z.array(z.string().min(1).max(64)).default([...defaultScanPatterns.parameters]),
})

const Storage = z.strictObject({
  /** Outbox, staff file, diagnostics records, keys. Only the service's user may read it. */
  folder: FilePath.default('/var/lib/machinaka'),
  outbox: z
    .strictObject({
      /** 500 sealed applications of about 0.3 MB are two weeks of a busy booth without a line. */
      maxApplications: z.int().min(1).max(100_000).default(500),
      /** Below this the booth takes no new applications. */
      minFreeMegabytes: z.int().min(10).max(1_000_000).default(500),
    })
    .prefault({}),
})

const Journal = z.strictObject({
  /** `stdout` hands the lines to journald. */
  to: z.enum(['file', 'stdout']).default('file'),
  folder: FilePath.default('/var/log/machinaka'),
  /** A file is closed at this size or at midnight; so many closed ones are kept. */
  maxMegabytes: z.int().min(1).max(1_000).default(10),
  keepFiles: z.int().min(1).max(1_000).default(30),
})

const Service = z.strictObject({
  listen: z
    .discriminatedUnion('on', [
      z.strictObject({ on: z.literal('socket'), path: FilePath }),
      /** 0 takes any free port: development only, for the camera permission names a fixed one. */
      z.strictObject({ on: z.literal('port'), port: LoopbackPort }),
    ])
    .prefault({ on: 'socket', path: '/run/machinaka/booth.sock' }),
  /** Prometheus text on 127.0.0.1; `null` is off. */
  metricsPort: LoopbackPort.nullable().default(null),
  /** Japan time of the planned restart while nobody is in the booth; `null` is never. */
  nightlyRestart: TimeOfDay.nullable().default('03:30'),
})

const Photo = z.strictObject({
  /** One worker takes about 310 MB, two 500 MB. */
  workers: z.int().min(1).max(8).default(2),
})

const Staff = z.strictObject({
  /** A staff session ends by itself this long after the last press. */
  sessionMinutes: z.int().min(1).max(60).default(15),
  /** Where a stick is mounted to take the journal away; `null` where that is not wanted. */
  exportFolder: FilePath.nullable().default(null),
})

const Updates = z.strictObject({
  /** A folder (a stick, a spool) or an https folder of signed releases; `null`: the booth looks nowhere. */
  from: z
    .union([FilePath, HttpsUrl], 'an absolute path, or a URL that begins with https:')
    .nullable()
    .default(null),
})

const Simulation = z.strictObject({
  /** A file of hardware/scenario.ts: what happens to the simulated devices, and when. */
  scenario: FilePath.nullable().default(null),
})

/** The booth's configuration file, JSON. Paths of key material stand in it, never the material itself. */
export const Config = z
  .strictObject({
    version: z.literal(configVersion),
    /** Allows simulated devices, the dock and a plain-HTTP intake. Packaged booths refuse it. */
    development: z.boolean().default(false),
    booth: Booth,
    intake: Intake,
    devices: Devices,
    session: Session.prefault({}),
    scan: Scan.prefault({}),
    storage: Storage.prefault({}),
    journal: Journal.prefault({}),
    service: Service.prefault({}),
    photo: Photo.prefault({}),
    staff: Staff.prefault({}),
    updates: Updates.prefault({}),
    simulation: Simulation.prefault({}),
  })
  .superRefine((config, context) => {
    const refuse = (path: string[], input: unknown, message: string): void => {
      context.addIssue({ code: 'custom', path, input, message })
    }
    if (config.session.price > 0 && config.devices.payment.driver === 'none') {
      refuse(['session', 'price'], config.session.price, '0 where devices.payment.driver is "none"')
    }
    if (config.development) return
    for (const [name, device] of Object.entries(config.devices)) {
      if (device.driver === 'simulator' || device.driver === 'keyboard-wedge') {
        refuse(
          ['devices', name, 'driver'],
          device.driver,
          'a driver of a real device (this one needs "development": true)',
        )
      }
    }
    if (config.simulation.scenario !== null) {
      refuse(
        ['simulation', 'scenario'],
        config.simulation.scenario,
        'null (scenarios need "development": true)',
      )
    }
    if (!config.intake.url.startsWith('https:'))
      refuse(['intake', 'url'], config.intake.url, 'a URL that begins with https:')
    if (config.service.listen.on === 'port' && config.service.listen.port === 0) {
      refuse(['service', 'listen', 'port'], 0, 'a fixed port from 1024 to 65535')
    }
  })
export type Config = z.infer<typeof Config>
