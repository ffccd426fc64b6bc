import { writeFileSync } from 'node:fs'
import type { StaffLanguage } from '../../locales/staff/index.ts'
import { chartPdf } from '../diagnostics/chart-pdf.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'

export type ChartArguments = Readonly<{ out: string; language: StaffLanguage }>

/** `chart`: the sheet that a technician prints and holds before the camera. */
export async function chartCommand({ out, language }: ChartArguments): Promise<number> {
  try {
    writeFileSync(out, await chartPdf(language))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CannotDo(code === undefined ? message : `${out}: the chart cannot be written (${code}).`)
  }
  return exitCodes.yes
}
