/**
 * Accuracy of the photo check on labelled pictures, as Markdown into docs/photo-check.md:
 *   node bench/photo-accuracy.ts [--print]
 * The pictures lie outside the project (MACHINAKA_PHOTOS, else ../shared/photos).
 */
import { readFileSync } from 'node:fs'
import type { FaceGeometry, PhotoCheck } from '../main/photo/contract.ts'
import { rules } from '../main/photo/analysis/rules.ts'
import { createPhotoChecker } from '../main/photo/photo-checker.ts'
import { fillDocumentation } from './photo-documentation.ts'
import {
  handPlacedGeometry,
  hasPhotos,
  type LabelledPhoto,
  labelledPhotos,
  photosFolder,
} from './photo-labels.ts'

type Checked = Readonly<{ photo: LabelledPhoto; check: PhotoCheck }>

/** A bar: how many of `n` hold, and the share that must. */
export type Bar = Readonly<{ what: string; held: number; n: number; least: number }>

export async function checkAll(): Promise<readonly Checked[]> {
  const checker = createPhotoChecker()
  try {
    return await Promise.all(
      labelledPhotos().map(async (photo) => {
        const { check } = await checker.check(readFileSync(photo.file))
        return { photo, check }
      }),
    )
  } finally {
    await checker.close()
  }
}

const firstCode = ({ reasons }: PhotoCheck): string | null =>
  reasons.find(({ severity }) => severity !== 'info')?.code ?? null

const isSmile = ({ photo }: Checked): boolean => photo.folder === 'reject' && photo.expected === 'warn'
const rightFirst = ({ photo, check }: Checked): boolean =>
  photo.codes.some((code) => code === firstCode(check))

/** The goals on verdicts. Borderline pictures may end either way and are left out. */
export function verdictBars(all: readonly Checked[]): readonly Bar[] {
  const bar = (
    what: string,
    of: readonly Checked[],
    least: number,
    holds: (each: Checked) => boolean,
  ): Bar => ({
    what,
    held: of.filter(holds).length,
    n: of.length,
    least,
  })
  const inFolder = (folder: string): readonly Checked[] => all.filter(({ photo }) => photo.folder === folder)
  const accept = inFolder('accept').filter(({ photo }) => photo.expected === 'accept')
  const notRejected = ({ check }: Checked): boolean => check.verdict !== 'reject'
  const rejected = ({ check }: Checked): boolean => check.verdict === 'reject'
  return [
    bar('compliant stills not rejected', accept, 0.98, notRejected),
    bar('compliant stills without a warning', accept, 0.85, ({ check }) => check.verdict === 'accept'),
    ...groupsOf(accept)
      .filter(([group, of]) => group !== 'not stated' && of.length < 34)
      .map(([group, of]) => bar(`compliant stills not rejected: ${group}`, of, 1, notRejected)),
    bar('mild changes not rejected', inFolder('mild'), 1, notRejected),
    bar('defects rejected', inFolder('defect'), 0.97, rejected),
    bar('defects with a right code first', inFolder('defect'), 0.92, rightFirst),
    bar(
      'real rejects rejected',
      inFolder('reject').filter((each) => !isSmile(each)),
      0.97,
      rejected,
    ),
    bar('toothy smiles warned', all.filter(isSmile), 0.9, ({ check }) => check.verdict === 'warn'),
  ]
}

/** The goals on geometry, on the pictures with hand-placed points. */
export function geometryBars(all: readonly Checked[]): readonly Bar[] {
  const hand = handPlacedGeometry()
  const errors = all.flatMap(({ photo, check }) => {
    const truth = hand.get(photo.file)
    return truth === undefined || check.face === null ? [] : [errorsOf(check.face, truth)]
  })
  const bar = (what: string, key: keyof (typeof errors)[number], most: number): Bar => ({
    what,
    held: errors.filter((each) => each[key] <= most).length,
    n: hand.size,
    least: 0.95,
  })
  return [
    bar('pupils within 5 % of the distance between the eyes', 'pupils', 0.05),
    bar('chin within 4 % of the height of the head', 'chin', 0.04),
    bar('crown within 4 % of the height of the head', 'crown', 0.04),
    bar('roll within 1.5°', 'roll', 1.5),
  ]
}

function errorsOf(
  face: FaceGeometry,
  truth: Readonly<Record<string, number>>,
): Readonly<{ pupils: number; chin: number; crown: number; roll: number }> {
  const value = (name: string): number => truth[name] ?? Number.NaN
  const { axisX, axisY } = downAxis(value('roll_deg'))
  // Chin and crown are heights along the face: how far to a side they are marked is of no use to the crop.
  const along = (point: { x: number; y: number }, name: string): number =>
    Math.abs((point.x - value(`${name}_x`)) * axisX + (point.y - value(`${name}_y`)) * axisY) /
    value('head_px')
  const apart = (point: { x: number; y: number }, name: string): number =>
    Math.hypot(point.x - value(`${name}_x`), point.y - value(`${name}_y`)) / value('inter_eye_px')
  return {
    pupils: Math.max(apart(face.pupilLeft, 'pupil_a'), apart(face.pupilRight, 'pupil_b')),
    chin: along(face.chin, 'chin'),
    crown: along(face.crown, 'crown'),
    roll: Math.abs(face.roll - value('roll_deg')),
  }
}

function downAxis(rollDegrees: number): { axisX: number; axisY: number } {
  const roll = (rollDegrees * Math.PI) / 180
  return { axisX: -Math.sin(roll), axisY: Math.cos(roll) }
}

function groupsOf(of: readonly Checked[]): readonly [string, readonly Checked[]][] {
  return [...Map.groupBy(of, ({ photo }) => photo.group)].sort(([a], [b]) => a.localeCompare(b))
}

/** Wilson's 95 % interval of a share, in per cent. */
export function interval(held: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 100]
  const z = 1.96
  const share = held / n
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  return [100 * Math.max(0, centre - half), 100 * Math.min(1, centre + half)]
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

function barTable(bars: readonly Bar[]): string {
  const rows = bars.map(({ what, held, n, least }) => {
    const [low, high] = interval(held, n)
    const met = held / n >= least ? 'yes' : '**no**'
    return `| ${what} | ${held} of ${n} | ${percent(held / n)} | ${low.toFixed(1)}–${high.toFixed(1)} % | ${percent(least)} | ${met} |`
  })
  return [
    '| goal | held | share | 95 % interval | at least | met |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function defectTable(all: readonly Checked[]): string {
  const defects = all.filter(({ photo }) => photo.folder === 'defect')
  const rows = [...Map.groupBy(defects, ({ photo }) => photo.change)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([change, of]) => {
      const named = [...new Set(of.map(({ check }) => firstCode(check) ?? 'nothing'))].join(', ')
      const count = (holds: (each: Checked) => boolean): number => of.filter(holds).length
      return `| ${change} | ${of.length} | ${count(({ check }) => check.verdict === 'reject')} | ${count(rightFirst)} | ${named} |`
    })
  return [
    '| defect | n | rejected | right code first | named |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function groupTable(all: readonly Checked[]): string {
  const of = all.filter(
    ({ photo }) => (photo.folder === 'accept' && photo.expected === 'accept') || photo.folder === 'mild',
  )
  const rows = groupsOf(of).map(([group, members]) => {
    const count = (verdict: string): number => members.filter(({ check }) => check.verdict === verdict).length
    const [, high] = interval(count('reject'), members.length)
    return `| ${group} | ${members.length} | ${count('accept')} | ${count('warn')} | ${count('reject')} | 0–${high.toFixed(1)} % |`
  })
  return [
    '| group (self-reported) | n | accepted | warned | rejected | rejected, 95 % interval |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function limitTable(): string {
  const rows = rules.map(({ code, unit, limits, appliesTo, source }) => {
    const limit = (value: number | undefined): string =>
      value === undefined ? '–' : `${limits.bad === 'above' ? '>' : '<'} ${value}`
    const picture = appliesTo ?? 'both'
    return `| ${code} | ${unit} | ${picture} | ${limit(limits.info)} | ${limit(limits.warn)} | ${limit(limits.block)} | ${source} |`
  })
  return [
    '| code | measured in | picture | info | warn | block | source and what the limits rest on |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

if (import.meta.main) {
  if (!hasPhotos) {
    process.stderr.write(`There are no labelled pictures in ${photosFolder}; set MACHINAKA_PHOTOS.\n`)
    process.exitCode = 2
  } else {
    const all = await checkAll()
    const bars = [...verdictBars(all), ...geometryBars(all)]
    process.stdout.write(`${barTable(bars)}\n`)
    if (!process.argv.includes('--print')) {
      fillDocumentation([
        ['goals', barTable(bars)],
        ['defects', defectTable(all)],
        ['groups', groupTable(all)],
        ['limits', limitTable()],
      ])
    }
    if (bars.some(({ held, n, least }) => held / n < least)) process.exitCode = 1
  }
}
