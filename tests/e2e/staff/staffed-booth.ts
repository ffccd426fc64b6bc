import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSimulatedBooth, type SimulatedBooth } from '../../../main/dock/simulated-booth.ts'
import { prepareGround } from '../../../main/demo/ground.ts'
import type { Config } from '../../../main/config/schema.ts'
import { openJournal, type BoothJournal } from '../../../main/journal/open-journal.ts'
import { createPhotoChecker } from '../../../main/photo/photo-checker.ts'
import { startBooth } from '../../../main/service/booth.ts'
import { setPin } from '../../../main/staff/access.ts'
import { extendService } from '../../../main/staff/extend-service.ts'
import { openSubmission } from '../../../main/submission/submission.ts'

export const pins = { operator: '294817', technician: '70359126' } as const

export type StaffedBooth = Readonly<{
  config: Config
  simulated: SimulatedBooth
  journal: BoothJournal
  /** For a fresh window: its fragment holds a one-time code. */
  address: () => string
  restarts: () => number
  exportFolder: string
  close: () => Promise<void>
}>

const renderer =
  process.env['MACHINAKA_RENDERER'] ?? join(import.meta.dirname, '..', '..', '..', 'dist', 'renderer')

/** The service of `npm start` in this process, on simulated devices, with both PINs set. */
export const openStaffedBooth = async (
  options: Readonly<{ development?: boolean; display?: Config['booth']['display'] }> = {},
): Promise<StaffedBooth> => {
  const folder = mkdtempSync(join(tmpdir(), 'machinaka-staff-e2e-'))
  const exportFolder = join(folder, 'stick')
  mkdirSync(exportFolder)
  const ground = await prepareGround(folder, ({ booth, staff }) => ({
    booth: { ...booth, ...(options.display && { display: options.display }) },
    staff: { ...staff, exportFolder },
  }))
  const { config } = ground
  mkdirSync(config.storage.folder, { recursive: true })
  for (const [role, pin] of Object.entries(pins))
    await setPin(config.storage.folder, role as keyof typeof pins, pin)
  const journal = await openJournal(config.journal)
  const outboxFolder = join(config.storage.folder, 'outbox')
  const submission = await openSubmission({
    outboxFolder,
    keysFolder: config.intake.keysFolder,
    intakeUrl: config.intake.url,
    development: true,
    journal,
  })
  const photo = createPhotoChecker({ workers: 1 })
  const simulated = openSimulatedBooth(config)
  let restarts = 0
  const extend = extendService({
    journal,
    photo,
    outboxFolder,
    version: '1.4.2 (9f3c21a)',
    restart: () => (restarts += 1),
  })
  const booth = await startBooth({
    config: { ...config, development: options.development ?? true },
    journal,
    submission,
    photo,
    renderer,
    simulators: simulated.simulators,
    extend: async (running, server) => {
      await extend(running, server)
      if (options.development ?? true) await simulated.dock(server, journal)
    },
  })
  return {
    config,
    simulated,
    journal,
    address: () => `${booth.url ?? ''}/#${booth.access.issueCode()}`,
    restarts: () => restarts,
    exportFolder,
    async close() {
      await booth.close()
      await submission.close()
      await journal.close()
      await ground.intake.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
