import { join } from 'node:path'
import * as z from 'zod'
import { startReady, type ReadyProcess } from './ready-process.ts'

const boothProgram = join(import.meta.dirname, '..', 'cli.ts')

const Said = z.object({
  ready: z.literal(true),
  /** For the window; its fragment holds a one-time code. Null on a Unix socket. */
  address: z.string().nullable(),
})

export type BoothProcess = ReadyProcess<z.infer<typeof Said>>

/** Runs the booth service without a window. */
export const startBoothProcess = (configFile: string, env: NodeJS.ProcessEnv = {}): Promise<BoothProcess> =>
  startReady({
    file: boothProgram,
    args: ['start', '--shell', 'none', '--json', '--config', configFile],
    env,
    says: Said,
  })
