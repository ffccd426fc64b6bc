import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as z from 'zod'
import { CannotDo } from '../cli/cannot-do.ts'
import { startReady, type ReadyProcess } from './ready-process.ts'

/** The intake's own program: the booth knows it by its contract and its command line only. */
export const intakeProgram = join(import.meta.dirname, '..', '..', 'intake', 'main.ts')

export type IntakePlace = Readonly<{ database: string; keys: string }>
export type IntakeProcess = ReadyProcess<{ url: string }>

const place = ({ database, keys }: IntakePlace): string[] => ['--database', database, '--keys', keys]

/** Enrols a booth, with the intake not running; writes what the booth takes in to `out`. */
export function enrolAtIntake(at: IntakePlace, request: string, out: string): void {
  const args = [intakeProgram, 'booths', 'enrol', '--request', request, '--out', out, ...place(at)]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new CannotDo(`The intake did not enrol the booth: ${stderr.trim()}`)
}

/** Starts a development intake on this machine, on a free port where none is given. */
export const startIntakeProcess = (at: IntakePlace, port = 0): Promise<IntakeProcess> =>
  startReady({
    file: intakeProgram,
    args: ['serve', '--development', '--json', '--port', String(port), ...place(at)],
    says: z.object({ url: z.string() }),
  })
