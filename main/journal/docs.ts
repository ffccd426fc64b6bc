import { writeFileSync } from 'node:fs'
import { eventCatalogue, type EventEntry } from './catalogue.ts'

/** docs/journal.md, from the catalogue. */
export const journalDocument = (): string => {
  const rows = Object.entries<EventEntry>(eventCatalogue).map(
    ([id, { type, disposition, role, says }]) =>
      `| \`${id}\` | ${type} | ${disposition} | ${role} | ${says} |`,
  )
  return `# The journal

<!-- Generated from main/journal/catalogue.ts by \`npm run docs:journal\`. -->

One JSON line an event, in \`journal.<day>.<number>.log\` of the configured folder (\`journal.folder\`) or, with
\`"to": "stdout"\`, in journald. A file is closed at midnight and at \`journal.maxMegabytes\`; the newest
\`journal.keepFiles\` are kept.

\`\`\`json
{"level":"error","time":"2026-11-23T05:12:09.114Z","event":"device-fault","type":"device","disposition":"failed","role":"system","facts":{"device":"code-reader","code":"code-reader-lost"}}
\`\`\`

- \`level\` follows from the disposition: failed → error, refused → warn, all else → info.
- \`facts\` are counts, codes, durations and device names. Form IDs, dates of birth, scanned text and pictures are
  never given to the journal; a fact that merely looks like one (twelve digits and more, a calendar date, encoded
  bytes, a long text) is left out and \`fact-withheld\` is written instead.

| Event | Type | Disposition | Role | Meaning |
|---|---|---|---|---|
${rows.join('\n')}
`
}

if (import.meta.main) writeFileSync(new URL('../../docs/journal.md', import.meta.url), journalDocument())
