import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { tally } from './reporters/tally.ts'

/**
 * A test that cannot fail is a defect: each mutation of tests/mutations is put into a copy of the project,
 * and the test it names must turn red there. Within `npm test` one a file, of those whose test takes seconds;
 * all of them with `npm run mutations`, those of one file with `npm run mutations -- NAME`.
 */
const Mutation = z.strictObject({
  what: z.string(),
  file: z.string(),
  find: z.string().min(1),
  replace: z.string(),
  test: z.string(),
  /** Whether the test turns red depends on a quiet machine: not within `npm test`. */
  timing: z.literal(true).optional(),
})
const MutationFile = z.union([Mutation, z.array(Mutation)])

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const folder = join(root, 'tests', 'mutations')
const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true })
const [wanted] = positionals
const copied = [
  'main',
  'hardware',
  'intake',
  'renderer',
  'locales',
  'tests',
  'bench',
  'scripts',
  'docs',
  'packaging',
]
const files = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vitest.config.ts',
  '.oxlintrc.json',
  'electron-builder.yml',
]
/** A mutant that hangs the test is as red as one that fails it. */
const patienceMs = 180_000

const copy = mkdtempSync(join(tmpdir(), 'machinaka-mutations-'))
try {
  for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true })
  for (const name of files) cpSync(join(root, name), join(copy, name))
  for (const name of ['node_modules', 'dist']) symlinkSync(join(root, name), join(copy, name))
  const photos = process.env['MACHINAKA_PHOTOS'] ?? join(root, '..', 'shared', 'photos')
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  for (const name of names) {
    if (wanted !== undefined && basename(name, '.json') !== wanted) continue
    const parsed = MutationFile.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
    const all = Array.isArray(parsed) ? parsed : [parsed]
    for (const mutation of values.quick ? all.filter(isQuick).slice(0, 1) : all)
      attempt(basename(name, '.json'), mutation, photos)
  }
} finally {
  // Browsers of a mutant that was struck may still be writing.
  rmSync(copy, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 })
}

/** Neither a browser nor a database nor a whole booth has to be started for it. */
function isQuick({ test, timing }: z.infer<typeof Mutation>): boolean {
  return timing !== true && /^tests\/(unit|flow|contract)\//.test(test)
}

function attempt(
  name: string,
  { what, file, find, replace, test }: z.infer<typeof Mutation>,
  photos: string,
): void {
  const path = join(copy, file)
  const original = readFileSync(path, 'utf8')
  const occurrences = original.split(find).length - 1
  const report = (state: 'passed' | 'failed', reason?: string): void => {
    tally({ suite: `mutation ${name}`, name: what, state, ...(reason !== undefined && { reason }) })
    process.stdout.write(
      `   ${state === 'passed' ? '✓' : '✗'} ${name}: ${what}${reason === undefined ? '' : ` (${reason})`}\n`,
    )
    if (state === 'failed') process.exitCode = 1
  }
  if (occurrences !== 1) return report('failed', `the text to replace stands ${occurrences} times in ${file}`)
  writeFileSync(
    path,
    original.replace(find, () => replace),
  )
  const browser = test.endsWith('.spec.ts')
  const { MACHINAKA_TALLY: _, ...env } = process.env
  // The first red test tells it, and needs no second try.
  const run = spawnSync(
    browser ? 'playwright' : 'vitest',
    browser
      ? ['test', '--config', 'tests/playwright.config.ts', '--reporter=dot', '--retries=0', '-x', test]
      : ['run', '--reporter=dot', '--maxWorkers=2', '--retry=0', '--bail=1', test],
    {
      cwd: copy,
      env: { ...env, MACHINAKA_PHOTOS: photos },
      stdio: 'ignore',
      timeout: patienceMs,
      killSignal: 'SIGKILL',
    },
  )
  writeFileSync(path, original)
  report(run.status === 0 ? 'failed' : 'passed', run.status === 0 ? `${test} stays green` : undefined)
}
