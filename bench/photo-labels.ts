import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type ReasonCode, ReasonCode as ReasonCodeSchema } from '../main/photo/contract.ts'

/** Labelled pictures of people: outside the project, never copied into it. */
export const photosFolder = path.resolve(
  process.env['MACHINAKA_PHOTOS'] ?? path.join(import.meta.dirname, '../../shared/photos'),
)
export const hasPhotos = existsSync(path.join(photosFolder, 'index.csv'))

export type LabelledPhoto = Readonly<{
  file: string
  folder: string
  expected: 'accept' | 'warn' | 'reject' | 'borderline'
  codes: readonly ReasonCode[]
  group: string
  /** What was changed on a compliant still (`mild/`, `defect/`): the last part of the file's name. */
  change: string
}>

/** The rows of `index.csv`. */
export function labelledPhotos(): readonly LabelledPhoto[] {
  return readTable(path.join(photosFolder, 'index.csv')).map((row) => {
    const file = row['file'] ?? ''
    return {
      file: path.join(photosFolder, file),
      folder: file.split('/')[0] ?? '',
      expected: (row['expected'] ?? 'accept') as LabelledPhoto['expected'],
      codes: (row['codes'] ?? '')
        .split(' ')
        .filter((code) => code !== '')
        .map((code) => ReasonCodeSchema.parse(code)),
      group: row['group'] === '' ? 'not stated' : (row['group'] ?? 'not stated'),
      change: path.parse(file).name.split('_').at(-1) ?? '',
    }
  })
}

/** Hand-placed geometry by file (`geometry.csv`). */
export function handPlacedGeometry(): ReadonlyMap<string, Readonly<Record<string, number>>> {
  return new Map(
    readTable(path.join(photosFolder, 'geometry.csv')).map(({ file = '', ...numbers }) => [
      path.join(photosFolder, file),
      Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)])),
    ]),
  )
}

function readTable(file: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = readFileSync(file, 'utf8').trim().split(/\r?\n/).map(splitLine)
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])))
}

/** Splits a CSV line; fields in quotes may hold commas. */
function splitLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'),
  )
}
