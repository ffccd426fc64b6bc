import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tallied } from './reporters/tally.ts'
import { tally } from './reporters/tally.ts'

/**
 * Everything that must pass. `--fast` runs what stays under a minute: checks, unit and flow tests.
 * Ends with "N passed, N failed, N skipped" and the reason of every skip.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const fast = process.argv.includes('--fast')
const tallyFile = join(root, '.cache', 'tally.jsonl')
mkdirSync(dirname(tallyFile), { recursive: true })
rmSync(tallyFile, { force: true })
process.env['MACHINAKA_TALLY'] = tallyFile
// A caller's own folder of packages must not decide which Node the tests run on.
process.env['PATH'] = `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`

type Step = Readonly<{
  name: string
  command: string
  args: readonly string[]
  tallies: boolean
  fast: boolean
}>

const vitest = (...args: string[]) => [
  'run',
  '--reporter=dot',
  '--reporter=./scripts/reporters/vitest.ts',
  ...args,
]
const playwright = (...args: string[]) => ['test', '--config', 'tests/playwright.config.ts', ...args]
/** Browser tests that wait for frames and heartbeats have both cores to themselves; the others go two by two. */
const besideNothing = '(camera|crash)[a-z-]*\\.spec'
/** Unit tests of pictures, sound, paper, crowds and tens of thousands of byte sequences: not within a minute. */
const slow = [
  'tests/unit/photo/',
  'tests/unit/guidance/hints-on-photos.test.ts',
  'tests/unit/guidance/frame-watcher.test.ts',
  'tests/unit/hardware/decoders.fuzz.test.ts',
  'tests/unit/diagnostics/diagnose.test.ts',
  'tests/unit/diagnostics/camera-test.test.ts',
  'tests/unit/slip/slip.test.ts',
  'tests/unit/locales/voice.test.ts',
  'tests/unit/intake/store-crowd.test.ts',
]

const steps: readonly Step[] = [
  {
    name: 'lint, with the import law',
    command: 'oxlint',
    args: ['--max-warnings', '0', '--quiet'],
    tallies: false,
    fast: true,
  },
  {
    name: 'formatting',
    command: 'prettier',
    args: ['--check', '--log-level', 'warn', '--cache', '--cache-location', '.cache/prettier', '.'],
    tallies: false,
    fast: true,
  },
  { name: 'types of the service', command: 'tsc', args: ['-p', '.'], tallies: false, fast: true },
  { name: 'types of the renderer', command: 'tsc', args: ['-p', 'renderer'], tallies: false, fast: true },
  {
    name: 'unit and flow tests',
    command: 'vitest',
    // In one process a core: starting one a file took longer than the tests.
    args: vitest(
      'tests/unit',
      'tests/flow',
      '--no-isolate',
      ...slow.flatMap((path) => ['--exclude', path.endsWith('/') ? `${path}**` : path]),
    ),
    tallies: true,
    fast: true,
  },
  {
    name: 'slow unit tests',
    command: 'vitest',
    args: vitest(...slow),
    tallies: true,
    fast: false,
  },
  {
    name: 'contract and integration tests',
    command: 'vitest',
    // Half of their time they wait for processes, lines and delays of their own.
    args: vitest('tests/contract', 'tests/integration', '--maxWorkers=3'),
    tallies: true,
    fast: false,
  },
  {
    name: 'browser tests',
    command: 'playwright',
    args: playwright('--grep-invert', besideNothing, '--workers', '2'),
    tallies: true,
    fast: false,
  },
  {
    name: 'browser tests of cameras and crashes',
    command: 'playwright',
    args: playwright('--grep', besideNothing),
    tallies: true,
    fast: false,
  },
  {
    name: 'mutations',
    command: 'node',
    args: ['scripts/mutations.ts', '--quick'],
    tallies: true,
    fast: false,
  },
]

for (const step of steps) {
  if (fast && !step.fast) continue
  const began = Date.now()
  process.stdout.write(`\n── ${step.name}\n`)
  const { status, error } = spawnSync(step.command, step.args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Node's word on its own experimental parts says nothing of ours.
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  })
  const passed = status === 0 && error === undefined
  if (!step.tallies || (!passed && !read().some((test) => test.state === 'failed')))
    tally({ suite: 'checks', name: step.name, state: passed ? 'passed' : 'failed' })
  process.stdout.write(
    `   ${passed ? 'done' : 'NOT PASSED'} in ${Math.round((Date.now() - began) / 1000)} s\n`,
  )
}

function read(): Tallied[] {
  if (!existsSync(tallyFile)) return []
  return readFileSync(tallyFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Tallied)
}

/** A title may say why its group is left out (tests/left-out.ts). */
const reasonOf = ({ name, reason }: Tallied): string | undefined =>
  reason ?? /\(skipped: ([^)]+)\)/.exec(name)?.[1]

const tests = read().map((test): Tallied => {
  if (test.state !== 'skipped') return test
  const reason = reasonOf(test)
  return reason === undefined
    ? { ...test, state: 'failed', reason: 'skipped without a reason' }
    : { ...test, reason }
})
const count = (state: Tallied['state']) => tests.filter((test) => test.state === state).length
const list = (state: Tallied['state'], title: string): void => {
  const some = tests.filter((test) => test.state === state)
  if (some.length === 0) return
  process.stdout.write(`\n${title}\n`)
  for (const { suite, name, reason } of some)
    process.stdout.write(`  ${suite}: ${name}${reason === undefined ? '' : ` (${reason})`}\n`)
}
/** What to look at where the whole takes too long. */
const slowestShown = { tests: 5, files: 20 }
const bySeconds = (a: readonly [string, number], b: readonly [string, number]): number => b[1] - a[1]
const listSlowest = (title: string, timed: readonly (readonly [string, number])[], shown: number): void => {
  process.stdout.write(`\n${title}\n`)
  for (const [name, seconds] of timed.toSorted(bySeconds).slice(0, shown))
    process.stdout.write(`  ${Math.round(seconds)} s  ${name}\n`)
}
const files = new Map<string, number>()
for (const { suite, seconds = 0 } of tests) files.set(suite, (files.get(suite) ?? 0) + seconds)
listSlowest('The slowest files:', [...files], slowestShown.files)
const timed = tests.map(({ suite, name, seconds = 0 }) => [`${suite}: ${name}`, seconds] as const)
listSlowest('The slowest tests:', timed, slowestShown.tests)
list('skipped', 'Skipped:')
list('failed', 'Failed:')
process.stdout.write(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped\n`)
process.exitCode = count('failed') === 0 ? 0 : 1
