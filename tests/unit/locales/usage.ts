import { globSync, readFileSync } from 'node:fs'

/** What may say a text: everything that is neither a catalogue nor a test. */
const sources = globSync([
  'main/**/*.ts',
  'renderer/**/*.{ts,tsx}',
  'locales/phone-lines.ts',
  'locales/staff/report-words.ts',
])
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

/** `'scan.title'` */
const named: ReadonlySet<string> = new Set(
  [...sources.matchAll(/'([a-z][A-Za-z0-9.-]*)'/g)].map(([, name = '']) => name),
)

/** `photo.reason.${code}`: a value stands for one part of a name. */
const templates = [...sources.matchAll(/`([a-z-]+\.[^`\n]*\$\{[^`\n]*)`/g)].map(
  ([, template = '']) =>
    new RegExp(
      `^${template
        .split(/\$\{[^}]*\}/)
        .map((part) => part.replaceAll('.', String.raw`\.`))
        .join('[A-Za-z0-9-]+')}$`,
    ),
)

/** `${words}.title` after `const words = 'choose.none'` */
const endings = [...sources.matchAll(/`\$\{[^}`]*\}(\.[a-z.-]+)`/g)].map(([, ending = '']) => ending)

/** The keys that no source mentions. */
export const unusedOf = (keys: readonly string[]): readonly string[] =>
  keys.filter(
    (key) =>
      !named.has(key) &&
      !templates.some((template) => template.test(key)) &&
      !endings.some((ending) => key.endsWith(ending) && named.has(key.slice(0, -ending.length))),
  )
