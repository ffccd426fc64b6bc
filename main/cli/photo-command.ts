import { availableParallelism } from 'node:os'
import { checkFiles, exitCodeOf, type PhotoLine, type PhotoOutcome } from '../photo/command.ts'
import type { PhotoKind } from '../photo/contract.ts'
import { createPhotoChecker } from '../photo/photo-checker.ts'

export type PhotoArguments = Readonly<{
  json?: true
  as: PhotoKind
  crop?: string
  specialReason?: true
  quality?: true
}>

/** More workers than two cores carry only make each other wait. */
const mostWorkers = 2

/** `photo FILE…`: one verdict a file, in the order given; what could not be opened is said last. */
export async function photoCommand(files: readonly string[], options: PhotoArguments): Promise<number> {
  const { json, as: kind, crop, specialReason = false, quality = false } = options
  const workers = Math.min(mostWorkers, files.length, availableParallelism())
  const checker = createPhotoChecker({ workers })
  const outcomes: PhotoOutcome[] = []
  for await (const outcome of checkFiles(files, {
    checker,
    kind,
    specialReason,
    quality,
    ...(crop !== undefined && { cropFolder: crop }),
  })) {
    outcomes.push(outcome)
    if (outcome.outcome === 'checked')
      process.stdout.write(
        `${json ? JSON.stringify(outcome.line) : inWords(outcome.line, outcome.portrait)}\n`,
      )
  }
  await checker.close()
  for (const outcome of outcomes)
    if (outcome.outcome === 'not-done') process.stderr.write(`${outcome.sentence}\n`)
  return exitCodeOf(outcomes)
}

/** "accept  photo.jpg" and a line for each reason, with what was measured and where the limit lies. */
function inWords({ file, verdict, reasons, notChecked }: PhotoLine, portrait: string | null): string {
  const lines = reasons.map(({ code, severity, measured, limit, unit }) => {
    const measure =
      measured === null ? '' : `  ${measured} ${unit}${limit === null ? '' : `, limit ${limit}`}`
    return `  ${severity.padEnd(5)} ${code}${measure}`
  })
  if (notChecked.length > 0) lines.push(`  not checked: ${notChecked.join(', ')}`)
  if (portrait !== null) lines.push(`  portrait: ${portrait}`)
  return [`${verdict}  ${file}`, ...lines].join('\n')
}
