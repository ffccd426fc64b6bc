import { join } from 'node:path'
import * as z from 'zod'
import { readIfThere, writeDurably } from '../durable-file.ts'
import { TestRecord, type SectionName, type TestName } from './contract.ts'

const RecordsFile = z.strictObject({ version: z.literal(1), records: z.array(TestRecord) })

/** The last run of every test, kept across restarts. */
export type TestRecords = Readonly<{
  last(section: SectionName, test: TestName): TestRecord | undefined
  put(records: readonly TestRecord[]): Promise<void>
}>

/** An unreadable file is an empty one: then there is no test on record, which is the truth. */
export const openTestRecords = async (folder: string): Promise<TestRecords> => {
  const path = join(folder, 'diagnostics.json')
  const text = await readIfThere(path)
  let records = text.ok && text.value !== null ? parseRecords(text.value) : []
  return {
    last: (section, test) => records.find((record) => record.section === section && record.test === test),
    async put(fresh) {
      const replaced = records.filter(
        (old) => !fresh.some(({ section, test }) => old.section === section && old.test === test),
      )
      records = [...replaced, ...fresh]
      // Where the disk refuses, the storage section says so; these records then live as long as the service.
      await writeDurably(path, JSON.stringify({ version: 1, records }))
    },
  }
}

const parseRecords = (text: string): TestRecord[] => {
  try {
    return RecordsFile.parse(JSON.parse(text)).records
  } catch {
    return []
  }
}
