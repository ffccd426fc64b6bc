import { readFileSync } from 'node:fs'
import type * as z from 'zod'
import { err, ok, type Result } from '../../hardware/result.ts'
import { migrate } from './migrate.ts'
import { Config } from './schema.ts'

/** Where a packaged booth keeps its configuration. */
export const standardConfigPath = '/etc/machinaka/booth.json'

/**
 * Reads, migrates and checks the configuration. `null` is a booth that has none: no path was given and
 * nothing lies at the standard one; such a booth is out of service (`not-configured`). The error names the
 * file, and of every wrong entry its path, its value and what was expected: one sentence each.
 */
export const loadConfig = (
  path: string | undefined,
  standardPath: string = standardConfigPath,
): Result<Config | null, string> => {
  const file = path ?? standardPath
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    if (code === 'ENOENT' && path === undefined) return ok(null)
    return err(`${file}: the configuration cannot be read (${code})`)
  }
  const parsed = parseConfig(text)
  return parsed.ok ? parsed : err(`${file}: ${parsed.error}`)
}

/** The same for text at hand; the error does not name a file. */
export const parseConfig = (text: string): Result<Config, string> => {
  let json: unknown
  try {
    // A byte order mark, as some editors leave it, is no fault of the content.
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return err(`the file is not JSON (${(error as SyntaxError).message.replace(/\s+/g, ' ')})`)
  }
  const current = migrate(json)
  if (!current.ok) return current
  const checked = Config.safeParse(current.value, { reportInput: true })
  if (checked.success) return ok(checked.data)
  return err(allOf(checked.error.issues.flatMap(sentencesOf)))
}

/** One wrong entry is one sentence; several are told at once, each on a line of its own. */
const allOf = (sentences: readonly string[]): string => {
  const [only, ...more] = [...new Set(sentences)]
  if (only === undefined) return 'the configuration does not fit its schema'
  if (more.length === 0) return only
  return `${more.length + 1} entries are wrong\n${[only, ...more].map((line) => `  ${line}`).join('\n')}`
}

/** "devices.camera.width: got 12, expected at least 640" */
const sentencesOf = (issue: z.core.$ZodIssue): string[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) =>
        `${[...issue.path, key].join('.')}: there is no such entry; docs/technician-guide.md lists them all`,
    )
  const path = issue.path.length === 0 ? 'the file' : issue.path.join('.')
  return [`${path}: got ${shown(valueAt(issue))}, expected ${expectation(issue)}`]
}

/** A union told apart by a member reports the whole object; people want the member. */
const valueAt = (issue: z.core.$ZodIssue): unknown => {
  const { input } = issue
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return input
  return typeof input === 'object' && input !== null
    ? (input as Record<string, unknown>)[issue.discriminator]
    : input
}

const longestShown = 80
const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  // A URL may carry a password: it is not for a screen or a log.
  const json = (JSON.stringify(value) ?? 'something unreadable').replace(/\/\/[^/@\s"]*@/g, '//…@')
  return json.length > longestShown ? `${json.slice(0, longestShown)}…` : json
}

const amount = (bound: number | bigint, origin: string): string => {
  const plural = Number(bound) === 1 ? '' : 's'
  if (origin === 'string') return `${bound} character${plural}`
  if (origin === 'array') return bound === 1 ? '1 entry' : `${bound} entries`
  return String(bound)
}

const nouns: Readonly<Record<string, string>> = {
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  boolean: 'true or false',
  string: 'a text',
}

const choice = (values: readonly unknown[]): string =>
  values.length === 1 ? shown(values[0]) : `one of ${values.map(shown).join(', ')}`

export const expectation = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return nouns[issue.expected] ?? `a ${issue.expected}`
    case 'too_small':
      return `at least ${amount(issue.minimum, issue.origin)}`
    case 'too_big':
      return `at most ${amount(issue.maximum, issue.origin)}`
    case 'invalid_value':
      return choice(issue.values)
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? choice(issue.options) : issue.message
    default:
      // Formats and rules of our own carry their expectation as the message.
      return issue.message
  }
}
