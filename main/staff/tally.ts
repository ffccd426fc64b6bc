import { join } from 'node:path'
import * as z from 'zod'
import type { RecordedEvent } from '../journal/journal.ts'
import { OutcomeLine, TodayCounts } from './contract.ts'
import { readIfThere, writeDurably } from '../durable-file.ts'

const keptOutcomes = 10

const TallyFile = z.strictObject({
  version: z.literal(1),
  today: TodayCounts,
  outcomes: z.array(OutcomeLine.extend({ reference: z.string().optional() })),
})
type TallyFile = z.infer<typeof TallyFile>

export type Tally = Readonly<{
  hear(event: RecordedEvent): void
  today(): TodayCounts
  outcomes(): OutcomeLine[]
  /** Resolves once what was heard is kept. */
  close(): Promise<void>
}>

const japaneseDay = (at: Date): string => at.toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' })
const emptyDay = (day: string): TodayCounts => ({
  day,
  begun: 0,
  confirmed: 0,
  accepted: 0,
  refused: 0,
  cancelled: 0,
  faults: 0,
})

const Reference = z.object({ reference: z.string() })
const Settled = z.object({
  reference: z.string().optional(),
  receiptNumber: z.string(),
  decision: z.enum(['accepted', 'refused', 'pending']),
  reason: z.string().nullable().optional(),
})
const Ended = z.object({ how: z.string() })

const endings: Readonly<Record<string, OutcomeLine['outcome']>> = {
  cancelled: 'cancelled',
  left: 'cancelled',
  'timed-out': 'timed-out',
  'device-fault': 'device-fault',
}

/** Today's counts and the last outcomes, told by the journal's events and kept across restarts. */
export const openTally = async (folder: string, now: () => Date = () => new Date()): Promise<Tally> => {
  const path = join(folder, 'tally.json')
  const kept = await readTally(path)
  let today: TodayCounts = kept?.today ?? emptyDay(japaneseDay(now()))
  let outcomes: TallyFile['outcomes'] = kept?.outcomes ?? []
  let writing: Promise<unknown> = Promise.resolve()

  const current = (): TodayCounts => {
    const day = japaneseDay(now())
    if (today.day !== day) today = emptyDay(day)
    return today
  }
  const count = (name: keyof Omit<TodayCounts, 'day'>): void => {
    today = { ...current(), [name]: current()[name] + 1 }
  }
  const put = (line: TallyFile['outcomes'][number]): void => {
    outcomes = [line, ...outcomes].slice(0, keptOutcomes)
  }
  const settle = (facts: unknown): void => {
    const settled = Settled.safeParse(facts)
    if (!settled.success) return
    const { reference, receiptNumber: number, decision, reason } = settled.data
    outcomes = outcomes.map((line) =>
      line.number === number || (reference !== undefined && line.reference === reference)
        ? { ...line, outcome: decision, number, ...(reason ? { reason } : {}) }
        : line,
    )
    if (decision !== 'pending') count(decision)
  }

  const take = ({ event, at, facts }: RecordedEvent): boolean => {
    switch (event) {
      case 'session-started':
        count('begun')
        return true
      case 'application-confirmed': {
        count('confirmed')
        const confirmed = Reference.safeParse(facts)
        if (!confirmed.success) return true
        const { reference } = confirmed.data
        put({ at: at.toISOString(), outcome: 'kept', number: reference, reference })
        return true
      }
      case 'application-settled':
      case 'application-decided':
        settle(facts)
        return true
      case 'session-ended': {
        const outcome = endings[Ended.safeParse(facts).data?.how ?? '']
        if (outcome === undefined) return false
        put({ at: at.toISOString(), outcome })
        if (outcome === 'cancelled') count('cancelled')
        return true
      }
      case 'device-fault':
        count('faults')
        return true
      default:
        return false
    }
  }

  return {
    hear(event) {
      if (!take(event)) return
      const text = JSON.stringify({ version: 1, today, outcomes })
      // A count that cannot be kept is no reason to trouble anybody.
      writing = writing.then(() => writeDurably(path, text))
    },
    today: current,
    outcomes: () => outcomes.map((line) => OutcomeLine.parse(line)),
    async close() {
      await writing
    },
  }
}

const readTally = async (path: string): Promise<TallyFile | undefined> => {
  const text = await readIfThere(path)
  if (!text.ok || text.value === null) return undefined
  try {
    return TallyFile.parse(JSON.parse(text.value))
  } catch {
    return undefined
  }
}
