import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkFiles, exitCodeOf, type PhotoOutcome } from '../../../main/photo/command.ts'
import { PhotoCheck, type PhotoChecker } from '../../../main/photo/contract.ts'
import { createPhotoChecker } from '../../../main/photo/photo-checker.ts'
import { drawnStill } from './analyser.ts'

let folder: string
let checker: PhotoChecker
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'photo-command-'))
  await writeFile(path.join(folder, 'good.jpg'), await drawnStill())
  await writeFile(path.join(folder, 'smile.jpg'), await drawnStill({ mouth: 'smile' }))
  await writeFile(path.join(folder, 'broken.jpg'), 'no picture')
  checker = createPhotoChecker()
})
afterAll(async () => {
  await checker.close()
  await rm(folder, { recursive: true })
})

async function run(names: readonly string[], cropFolder?: string): Promise<PhotoOutcome[]> {
  const files = names.map((name) => path.join(folder, name))
  const outcomes: PhotoOutcome[] = []
  const options = cropFolder === undefined ? { checker } : { checker, cropFolder }
  for await (const outcome of checkFiles(files, options)) outcomes.push(outcome)
  return outcomes
}

it('answers in the order asked, with the file as given and the shape of the contract', async () => {
  const outcomes = await run(['broken.jpg', 'good.jpg', 'smile.jpg', 'good.jpg'])
  const lines = outcomes.map((each) => (each.outcome === 'checked' ? each.line : null))
  expect(lines.map((line) => [path.basename(line?.file ?? ''), line?.verdict])).toEqual([
    ['broken.jpg', 'reject'],
    ['good.jpg', 'accept'],
    ['smile.jpg', 'warn'],
    ['good.jpg', 'accept'],
  ])
  for (const line of lines) expect(PhotoCheck.safeParse(line).success).toBe(true)
  expect(lines[0]?.reasons.map(({ code }) => code)).toEqual(['file-unreadable'])
  expect(exitCodeOf(outcomes)).toBe(1)
})

it('a path that cannot be opened is told apart, after all others are answered', async () => {
  const outcomes = await run(['missing.jpg', '.', 'good.jpg'])
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['not-done', 'not-done', 'checked'])
  expect(outcomes[0]).toMatchObject({ sentence: expect.stringContaining('there is no such file') as string })
  expect(exitCodeOf(outcomes)).toBe(2)
})

it('warnings are a yes; portraits are written beside each other', async () => {
  const target = path.join(folder, 'crops')
  const outcomes = await run(['good.jpg', 'smile.jpg', 'good.jpg'], target)
  expect(exitCodeOf(outcomes)).toBe(0)
  expect((await readdir(target)).sort()).toEqual(['good-2.jpg', 'good.jpg', 'smile.jpg'])
})
