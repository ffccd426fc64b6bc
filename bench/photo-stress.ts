/**
 * How the photo check bears changes that the labelled pictures do not hold: every compliant still is changed in
 * some 150 ways, mild ones that must not be refused and defects that must be, drawn by `photo-stress/`.
 *
 *   node bench/photo-stress.ts [--every 8] [--only TEXT] [--write]
 *
 * `--every` takes every n-th still, `--only` the changes whose name holds the text, `--write` puts the tables
 * into docs/photo-check.md. A portrait that was cut from a still that passed is checked once more as a
 * portrait: it must not be refused then.
 */
import { parseArgs } from 'node:util'
import type { PhotoCheck, PhotoChecker } from '../main/photo/contract.ts'
import { createNodeAnalyser } from '../main/photo/model-files.ts'
import { createPhotoChecker } from '../main/photo/photo-checker.ts'
import { fillDocumentation } from './photo-documentation.ts'
import { hasPhotos, labelledPhotos, photosFolder } from './photo-labels.ts'
import { faceDefects } from './photo-stress/face-defects.ts'
import { mildVariations } from './photo-stress/mild.ts'
import { pictureDefects } from './photo-stress/picture-defects.ts'
import { loadSubject, type Subject } from './photo-stress/subject.ts'
import type { Variation } from './photo-stress/variation.ts'

export const variations: readonly Variation[] = [...mildVariations, ...faceDefects, ...pictureDefects]

export type Stressed = Readonly<{
  variation: Variation
  subject: string
  group: string
  check: PhotoCheck
  /** The portrait cut from a mild change, checked as a portrait; null where there is none. */
  again: PhotoCheck | null
}>

/** The compliant stills, every `every`-th of them, with a neighbour for pictures of two. */
export async function loadSubjects(every: number): Promise<readonly Subject[]> {
  const analyser = await createNodeAnalyser()
  const stills = labelledPhotos().filter(
    ({ folder, expected }, index) => folder === 'accept' && expected === 'accept' && index % every === 0,
  )
  const subjects: Subject[] = []
  for (const still of stills) subjects.push(await loadSubject(analyser, still))
  return subjects
}

/** Changes one still and checks what comes out. */
export async function stress(
  checker: PhotoChecker,
  variation: Variation,
  subject: Subject,
  other: Subject,
): Promise<Stressed> {
  const mild = variation.codes.length === 0
  const picture = await variation.make(subject, other)
  const { check, portrait } = await checker.check(picture, { ...variation.options, portrait: mild })
  const again =
    portrait === null
      ? null
      : (await checker.check(portrait, { ...variation.options, kind: 'portrait' })).check
  return { variation, subject: subject.name, group: subject.group, check, again }
}

const firstCode = ({ reasons }: PhotoCheck): string =>
  reasons.find(({ severity }) => severity !== 'info')?.code ?? 'nothing'

export const isRejected = ({ check }: Stressed): boolean => check.verdict === 'reject'
export const isRightFirst = ({ variation, check }: Stressed): boolean =>
  variation.codes.some((code) => code === firstCode(check))
/** A photo that passed and whose own portrait is refused. */
export const isRefusedLater = ({ check, again }: Stressed): boolean =>
  check.verdict !== 'reject' && again?.verdict === 'reject'

const count = (of: readonly Stressed[], holds: (each: Stressed) => boolean): number => of.filter(holds).length

function mildTable(of: readonly Stressed[]): string {
  const rows = [...Map.groupBy(of, ({ variation }) => variation.name)].map(([name, each]) => {
    const verdict = (wanted: string): number => count(each, ({ check }) => check.verdict === wanted)
    return `| ${name} | ${each.length} | ${verdict('accept')} | ${verdict('warn')} | ${verdict('reject')} | ${count(each, isRefusedLater)} |`
  })
  return [
    '| mild change | n | accepted | warned | rejected | portrait refused later |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function defectTable(of: readonly Stressed[]): string {
  const rows = [...Map.groupBy(of, ({ variation }) => variation.name)].map(([name, each]) => {
    const others = [...new Set(each.filter((one) => !isRightFirst(one)).map(({ check }) => firstCode(check)))]
    return `| ${name} | ${each.length} | ${count(each, isRejected)} | ${count(each, isRightFirst)} | ${others.join(', ')} |`
  })
  return [
    '| defect | n | rejected | right code first | otherwise named |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function groupTable(of: readonly Stressed[]): string {
  const rows = [...Map.groupBy(of, ({ group }) => group)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([group, each]) => {
      const mild = each.filter(({ variation }) => variation.codes.length === 0)
      const defects = each.filter(({ variation }) => variation.codes.length > 0)
      return `| ${group} | ${mild.length} | ${count(mild, isRejected)} | ${defects.length} | ${defects.length - count(defects, isRejected)} |`
    })
  return [
    '| group (self-reported) | mild changes | of them rejected | defects | of them not rejected |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

export function report(all: readonly Stressed[], subjects: number): string {
  const mild = all.filter(({ variation }) => variation.codes.length === 0)
  const defects = all.filter(({ variation }) => variation.codes.length > 0)
  const share = (part: number, of: readonly Stressed[]): string =>
    `${part} of ${of.length} (${((100 * part) / Math.max(1, of.length)).toFixed(1)} %)`
  return [
    `${subjects} stills. Mild changes rejected: ${share(count(mild, isRejected), mild)}; portraits refused later: ` +
      `${count(mild, isRefusedLater)}. Defects rejected: ${share(count(defects, isRejected), defects)}, with a right ` +
      `code first: ${share(count(defects, isRightFirst), defects)}.`,
    groupTable(all),
    mildTable(mild),
    defectTable(defects),
  ].join('\n\n')
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      every: { type: 'string', default: '8' },
      only: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
    },
  })
  if (hasPhotos) {
    const subjects = await loadSubjects(Number(values.every))
    const checker = createPhotoChecker()
    const all: Stressed[] = []
    for (const [index, subject] of subjects.entries()) {
      const other = subjects[(index + 1) % subjects.length] ?? subject
      for (const variation of variations.filter(({ name }) => name.includes(values.only))) {
        const one = await stress(checker, variation, subject, other)
        all.push(one)
        const wrong = variation.codes.length === 0 ? isRejected(one) || isRefusedLater(one) : !isRejected(one)
        if (wrong) {
          const { reasons } = isRefusedLater(one) && one.again !== null ? one.again : one.check
          const said = reasons.map(({ code, measured, limit }) => `${code} ${measured} (${limit})`).join(', ')
          process.stderr.write(`${variation.name}, ${subject.name}: ${one.check.verdict}, ${said}\n`)
        }
      }
    }
    await checker.close()
    const text = report(all, subjects.length)
    process.stdout.write(`${text}\n`)
    if (values.write) fillDocumentation([['stress', text]])
  } else {
    process.stderr.write(`There are no labelled pictures in ${photosFolder}; set MACHINAKA_PHOTOS.\n`)
    process.exitCode = 2
  }
}
