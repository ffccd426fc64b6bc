import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import roll from 'pino-roll'
import { eventCatalogue, type EventDisposition, type EventId } from './catalogue.ts'
import type { EventFacts, Journal, RecordedEvent } from './journal.ts'
import { isFactName, looksPersonal } from './redaction.ts'

export type JournalDestination =
  /** journald takes the lines from there. */
  | Readonly<{ to: 'stdout' }>
  | Readonly<{ to: 'file'; folder: string; maxMegabytes: number; keepFiles: number }>

export type BoothJournal = Journal & {
  /** Called with each event as it was written, facts already redacted. */
  onEvent(listener: (event: RecordedEvent) => void): () => void
  /** Flushes what is under way. Nothing is recorded afterwards. */
  close(): Promise<void>
}

/** Where lines go: what pino writes to, with an end. */
export type LineSink = Readonly<{ write(line: string): void; close(): Promise<void> }>

/** Only the service's user and its group read the journal. */
const fileMode = 0o640

const levels: Readonly<Record<EventDisposition, 'info' | 'warn' | 'error'>> = {
  done: 'info',
  note: 'info',
  refused: 'warn',
  failed: 'error',
}

/** @throws a one-sentence Error where the folder cannot be written to: no booth without an audit */
export const openJournal = async (destination: JournalDestination): Promise<BoothJournal> =>
  journalOver(destination.to === 'stdout' ? standardOutput() : await rolledFile(destination))

/** A journal over any sink. */
export const journalOver = (sink: LineSink, now: () => Date = () => new Date()): BoothJournal => {
  const log = pino(
    {
      base: null,
      level: 'info',
      timestamp: () => `,"time":"${now().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    sink,
  )
  const listeners = new Set<(event: RecordedEvent) => void>()
  let closed = false

  const write = (event: EventId, facts: EventFacts): void => {
    const { type, disposition, role } = eventCatalogue[event]
    log[levels[disposition]]({ event, type, disposition, role, facts })
    for (const listener of listeners) listener({ event, at: now(), facts })
  }

  return {
    record(event, facts = {}) {
      if (closed) return
      const kept: Record<string, string | number | boolean | null> = {}
      for (const [name, value] of Object.entries(facts)) {
        if (isFactName(name) && !looksPersonal(value)) kept[name] = value
        else write('fact-withheld', { about: event, fact: isFactName(name) ? name : 'unnamed' })
      }
      write(event, kept)
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      if (closed) return
      closed = true
      listeners.clear()
      await sink.close()
    },
  }
}

const standardOutput = (): LineSink => ({
  write: (line) => void process.stdout.write(line),
  close: async () => {},
})

const extension = '.log'

const rolledFile = async (options: Extract<JournalDestination, { to: 'file' }>): Promise<LineSink> => {
  const { folder } = options
  try {
    mkdirSync(folder, { recursive: true })
    // The file of the day may be another user's: a command that root ran has left it.
    const files = readdirSync(folder).filter((name) => name.endsWith(extension))
    for (const path of [folder, ...files.map((name) => join(folder, name))]) accessSync(path, constants.W_OK)
  } catch (error) {
    const { code = 'unknown', path = folder } = error as NodeJS.ErrnoException
    throw new Error(`journal.folder: ${path} cannot be written to (${code}).`, { cause: error })
  }
  const stream = await roll({
    file: join(folder, 'journal'),
    extension,
    frequency: 'daily',
    dateFormat: 'yyyy-MM-dd',
    size: `${options.maxMegabytes}m`,
    limit: { count: options.keepFiles, removeOtherLogFiles: true },
    mkdir: false,
    mode: fileMode,
  })
  let lost = 0
  // A full disk must not take the booth down: lines are lost, counted, and the count is said as soon as it can be.
  stream.on('error', () => {
    lost += 1
  })
  const write = (line: string): void => {
    if (lost > 0) {
      const { type, disposition, role } = eventCatalogue['lines-lost']
      const time = new Date().toISOString()
      const facts = { count: lost }
      lost = 0
      stream.write(
        `${JSON.stringify({ level: 'error', time, event: 'lines-lost', type, disposition, role, facts })}\n`,
      )
    }
    stream.write(line)
  }
  return {
    write,
    close: () =>
      new Promise((resolve) => {
        stream.once('close', () => resolve())
        stream.once('error', () => resolve())
        stream.end()
      }),
  }
}
