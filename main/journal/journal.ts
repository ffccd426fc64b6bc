import type { EventId } from './catalogue.ts'

/** Facts beside an event: counts, codes, durations, device ids. Never scanned text, IDs of people, dates of birth, pictures. */
export type EventFacts = Readonly<Record<string, string | number | boolean | null>>

/** The booth's one log. Every line names an event of the catalogue. */
export interface Journal {
  record(event: EventId, facts?: EventFacts): void
}

export type RecordedEvent = Readonly<{ event: EventId; at: Date; facts: EventFacts }>
