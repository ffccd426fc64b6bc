import { join } from 'node:path'
import { startReady, type ReadyProcess } from './ready-process.ts'

const boothProgram = join(import.meta.dirname, '..', 'cli.ts')

/** `address`: for the window; its fragment holds a one-time code. */
export type BoothProcess = ReadyProcess<{ address: string }>

/** Runs the booth service without a window. */
export const startBoothProcess = (configFile: string, env: NodeJS.ProcessEnv = {}): Promise<BoothProcess> =>
  startReady(boothProgram, ['start', '--shell', 'none', '--json', '--config', configFile], env)
