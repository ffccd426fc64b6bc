import type { Config } from '../config/schema.ts'
import type { PhotoChecker } from '../photo/contract.ts'
import { provisionedRoles } from '../staff/access.ts'
import type { SubmissionHealth } from '../submission/contract.ts'
import { deviceList, deviceProbes, type BoothDevices } from './device-probes.ts'
import type { DiagnosedBooth } from './assemble-report.ts'
import { loadGoldenPictures } from './golden-pictures.ts'
import { intakeProbe } from './intake-probe.ts'
import { outboxIsSound } from './outbox-integrity.ts'
import { photoProbe } from './photo-probe.ts'
import { openTestRecords } from './records.ts'
import { storageProbe } from './storage-probe.ts'
import { machineFacts, systemProbe } from './system-probe.ts'

export type ExaminedOptions = Readonly<{
  config: Config
  /** Of this software: "1.4.2 (9f3c21a)". */
  version: string
  devices: BoothDevices
  photo: PhotoChecker
  /** The outbox's folder. */
  outboxFolder: string
  /** `null` where no service runs that would know. */
  health: () => SubmissionHealth | null
  loopLagMs?: () => number | undefined
}>

/** Everything diagnostics looks at in a booth of this configuration. */
export const examinedBooth = async (options: ExaminedOptions): Promise<DiagnosedBooth> => {
  const { config, version, devices, photo, outboxFolder, health, loopLagMs } = options
  const { booth, storage, intake } = config
  return {
    booth: { id: booth.id, name: booth.name, version },
    identity: [
      { name: 'configuration', value: config.version, unit: '' },
      { name: 'development', value: config.development, unit: '' },
      ...machineFacts(),
    ],
    devices: deviceList(devices),
    probes: [
      ...deviceProbes(devices, async () => (await import('./test-page.ts')).testPage()),
      photoProbe(photo, loadGoldenPictures),
      intakeProbe({
        url: intake.url,
        development: config.development,
        keysFolder: intake.keysFolder,
        health,
      }),
      storageProbe({
        folder: storage.folder,
        minFreeMegabytes: storage.outbox.minFreeMegabytes,
        integrity: () => outboxIsSound(outboxFolder),
        setAside: () => health()?.setAside ?? 0,
      }),
      systemProbe({
        ...(loopLagMs && { loopLagMs }),
        staffPins: async () => {
          const roles = await provisionedRoles(storage.folder)
          return roles.ok ? roles.value.length : 0
        },
      }),
    ],
    records: await openTestRecords(storage.folder),
  }
}
