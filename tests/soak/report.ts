import { machine } from '../../bench/machine.ts'
import { kb, mb, type Memory } from './memory.ts'
import type { PageMeasure } from './page-soak.ts'
import type { ServiceSoak } from './service-soak.ts'
import { slopeOf } from './slope.ts'

/** Fewer sessions say nothing of a slope of 2 KB a session. */
const decisive = 200
const bars = {
  /** Upper 95 % bound of the heap's slope, bytes a session. */
  heap: 2_048,
  /** Resident memory at the end over that after warm-up. */
  resident: 1.1,
  /** Descriptors, timers, listeners, files: their slope a session; a thousand sessions would leave ten. */
  count: 0.01,
} as const

type Soaked = Readonly<{
  minutes: number
  service: ServiceSoak
  page: readonly PageMeasure[]
}>
export type Judged = Readonly<{ text: string; kept: boolean }>

/** What of the soak stands in its document, and whether every bar was kept. */
export function report({ minutes, service, page }: Soaked): Judged {
  const rows = {
    service: judge(service.measures, ['resident'], ['descriptors', 'timers', 'tempFiles', 'warnings']),
    page: judge(page, ['resident', 'lasting'], ['nodes', 'listeners']),
  }
  const table = (judged: readonly Row[]): string =>
    judged
      .map(({ what, bar, measured, kept }) => {
        const verdict = { true: 'kept', false: '**not kept**', null: 'too few to say' }[`${kept}`]
        return `| ${what} | ${bar} | ${measured} | ${verdict} |`
      })
      .join('\n')
  const head = '| What | Bar | Measured | |\n|---|---|---|---|'
  const { stuck = 0 } = service.courses
  const kept = stuck === 0 && [...rows.service, ...rows.page].every((row) => row.kept !== false)
  const sessions = service.measures.length
  const text = `# Soak

Written by \`npm run soak\`: what grows in a booth that runs for months. Measured after each session, after a forced
collection; the first fifth is warm-up (code, caches) and not counted.

**${sessions} sessions** of the 1,000 of the full length in ${minutes.toFixed(0)} minutes on ${new Date().toISOString().slice(0, 10)}:
${machine()}.

## The service

Applicants one after another on one booth service, over its real HTTP, with a simulated reader, camera and printer, the
real photo check (one worker), outbox and courier, and an intake of its own. Some call off, some walk away, devices
fail and come back, all by a fixed seed.

| Course | Sessions |
|---|---|
${Object.entries(service.courses)
  .map(([course, count]) => `| ${course} | ${count} |`)
  .join('\n')}

${head}
${table(rows.service)}

## The page

${page.length} applicants. Every screen and, in turn, one branch in three in a window of a real Chromium, in all languages;
one in three sits before the camera, with live guidance on a drawn face. As on a booth each applicant has a page of
their own, in a new renderer process.

${head}
${table(rows.page)}

Left out: days of standing idle.
`
  return { text, kept }
}

/** `kept` is null where there was too little to say. */
type Row = Readonly<{ what: string; bar: string; measured: string; kept: boolean | null }>

function judge<M extends Memory>(
  measures: readonly M[],
  residents: readonly (keyof M & string)[],
  counts: readonly (keyof M & string)[],
): Row[] {
  const counted = measures.slice(Math.ceil(measures.length / 5))
  const of = (name: keyof M): number[] => counted.map((measure) => Number(measure[name]))
  const first = (name: keyof M): number => of(name)[0] ?? Number.NaN
  const last = (name: keyof M): number => of(name).at(-1) ?? Number.NaN
  const heap = slopeOf(of('heap'))
  const unlessTooFew = (kept: boolean): boolean | null => (measures.length >= decisive ? kept : null)
  return [
    {
      what: 'heap, slope a session',
      bar: `upper 95 % bound ≤ ${kb(bars.heap)} KB`,
      measured: `${kb(heap.slope)} KB, bound ${kb(heap.upper)} KB`,
      kept: unlessTooFew(heap.upper <= bars.heap),
    },
    ...residents.map((name) => {
      const ratio = last(name) / first(name)
      return {
        what: `${words[name] ?? name}, end over warmed up`,
        bar: `≤ ${bars.resident} ×`,
        measured: `${mb(first(name))} → ${mb(last(name))} MB: ${ratio.toFixed(2)} ×`,
        kept: unlessTooFew(ratio <= bars.resident),
      }
    }),
    ...counts.map((name) => {
      const { slope } = slopeOf(of(name))
      return {
        what: `${words[name] ?? name}, slope a session`,
        bar: `≤ ${bars.count}`,
        measured: `${first(name)} → ${last(name)}: ${slope.toFixed(4)}`,
        kept: unlessTooFew(slope <= bars.count),
      }
    }),
  ]
}

const words: Readonly<Record<string, string>> = {
  resident: 'resident memory',
  lasting: "resident memory of the browser's lasting processes",
  tempFiles: 'temporary files',
  nodes: 'DOM nodes',
  listeners: 'event listeners',
  warnings: "Node's warnings",
}
