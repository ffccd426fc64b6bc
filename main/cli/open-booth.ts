import { join } from 'node:path'
import type { Config } from '../config/schema.ts'
import { openJournal } from '../journal/open-journal.ts'
import { createPhotoChecker } from '../photo/photo-checker.ts'
import { startBooth, type Booth } from '../service/booth.ts'
import { extendService } from '../staff/extend-service.ts'
import { openSubmission } from '../submission/submission.ts'
import { CannotDo } from './cannot-do.ts'
import { outboxFolder } from './outbox-command.ts'
import { softwareVersion } from './software-version.ts'
import { prepareStateFolder } from './state-folder.ts'

/** What was built, beside the sources in a checkout. */
export const builtFolder = join(import.meta.dirname, '..', '..', 'dist')

/**
 * Puts a booth together from its configuration: journal, submission, photo check, devices, staff, and in
 * development the dock. `restart` is called when staff or the nightly plan ask for it.
 * @throws CannotDo
 */
export async function openBooth(config: Config, restart: () => void): Promise<Booth> {
  await using opened = new AsyncDisposableStack()
  try {
    prepareStateFolder(config.storage)
    const journal = await openJournal(config.journal)
    opened.defer(() => journal.close())
    const submission = await openSubmission({
      outboxFolder: outboxFolder(config.storage.folder),
      keysFolder: config.intake.keysFolder,
      intakeUrl: config.intake.url,
      development: config.development,
      limits: {
        maxWaiting: config.storage.outbox.maxApplications,
        minFreeBytes: config.storage.outbox.minFreeMegabytes * 1024 * 1024,
      },
      journal,
    })
    opened.defer(() => submission.close())
    const photo = createPhotoChecker({
      workers: config.photo.workers,
      onWorkerLost: (because) => journal.record('worker-restarted', { worker: 'photo', because }),
    })
    const simulated = config.development ? await openSimulated(config) : null
    opened.defer(() => simulated?.stop())
    const extend = extendService({
      journal,
      photo,
      outboxFolder: outboxFolder(config.storage.folder),
      version: softwareVersion,
      restart,
    })
    const booth = await startBooth({
      config,
      journal,
      submission,
      photo,
      renderer: join(builtFolder, 'renderer'),
      voice: join(builtFolder, 'voice'),
      ...(simulated && { simulators: simulated.simulators }),
      extend: async (running, server) => {
        await extend(running, server)
        await simulated?.dock(server, journal)
      },
    })
    const rest = opened.move()
    return {
      ...booth,
      async close() {
        await booth.close()
        await rest.disposeAsync()
      },
    }
  } catch (error) {
    throw new CannotDo((error as Error).message)
  }
}

/** Loaded only in development: packages contain no simulators and no dock. */
async function openSimulated(config: Config) {
  const { openSimulatedBooth } = await import('../dock/simulated-booth.ts')
  return openSimulatedBooth(config)
}
