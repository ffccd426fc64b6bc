import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { EventId } from '../journal/catalogue.ts'

const Line = z.object({ event: z.string(), time: z.string(), facts: z.record(z.string(), z.unknown()) })

/** Reads what a booth of this run wrote down; lines of earlier runs are passed over. */
export class JournalReader {
  readonly #folder: string
  readonly #since = new Date()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Facts of the newest event of a kind since this reader was made. */
  last(event: EventId): Readonly<Record<string, unknown>> | undefined {
    return this.#lines()
      .filter((line) => line.event === event)
      .at(-1)?.facts
  }

  /** How often an event has happened since this reader was made. */
  count(event: EventId): number {
    return this.#lines().filter((line) => line.event === event).length
  }

  #lines(): z.infer<typeof Line>[] {
    const files = readdirSync(this.#folder)
      .map((name) => join(this.#folder, name))
      .filter((file) => statSync(file).isFile())
    return files
      .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
      .filter((line) => line !== '')
      .map((line) => Line.parse(JSON.parse(line)))
      .filter((line) => new Date(line.time) >= this.#since)
      .sort((a, b) => a.time.localeCompare(b.time))
  }
}
