import type { Config } from '../config/schema.ts'
import type { Journal } from '../journal/journal.ts'
import { journalOver, openJournal, type BoothJournal } from '../journal/open-journal.ts'
import { CannotDo } from './cannot-do.ts'

/**
 * The booth's journal for what a command does. Where the service hands its lines to journald by standard output,
 * a command's go to standard error: its own output is its answer.
 * @throws CannotDo where the journal cannot be written, before anything is done
 */
export async function withJournal<T>(
  config: Config['journal'],
  act: (journal: Journal) => T | Promise<T>,
): Promise<T> {
  const journal = await journalOf(config)
  try {
    return await act(journal)
  } finally {
    await journal.close()
  }
}

async function journalOf(config: Config['journal']): Promise<BoothJournal> {
  if (config.to === 'stdout') return journalOver(standardError)
  try {
    return await openJournal(config)
  } catch (error) {
    throw new CannotDo((error as Error).message)
  }
}

const standardError = {
  write: (line: string): void => void process.stderr.write(line),
  close: async (): Promise<void> => {},
}
