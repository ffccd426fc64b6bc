import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { enrolBooth } from '../../intake/enrolment.ts'
import { ledger } from '../../intake/ledger.ts'
import type { LedgerLine } from '../../intake/ledger.ts'
import { openStore } from '../../intake/store/open-store.ts'
import type { OutboxRow } from '../../main/submission/outbox-store.ts'
import { OutboxStore } from '../../main/submission/outbox-store.ts'
import { PrivacySearch, filesUnder } from './privacy/search.ts'
import { application, enrol, intakeOptions, scratch } from './submission/ground.ts'
import { Torture } from './submission/torture.ts'
import type { Told } from './submission/torture.ts'

const minute = 60_000
const full = process.env['MACHINAKA_FULL'] === '1'
const kills = full ? 320 : 30
/** On a busy machine the short form strikes less often rather than take longer. */
const striking = full ? 45 * minute : 40_000
const leastApplications = full ? 1_000 : 40
const seed = Number(process.env['MACHINAKA_SEED'] ?? 20_261_123)

let torture: Torture | undefined
afterEach(async () => await torture?.end())

const drawnPortrait = async (): Promise<Buffer> => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="772"><rect width="600" height="772" fill="#dfe6ea"/>
    <filter id="n"><feTurbulence baseFrequency="0.8" seed="7"/></filter><rect width="600" height="772" filter="url(#n)" opacity="0.25"/>
    <ellipse cx="300" cy="340" rx="150" ry="200" fill="#d9ab8c"/></svg>`
  return await sharp(Buffer.from(svg)).jpeg({ quality: 60 }).toBuffer()
}

/** Which form each row is of: told outright, or, for a row whose confirmation was cut off, the one being tried next. */
const indexOf = (rows: readonly OutboxRow[], told: Told): Map<string, number> => {
  const indices = new Map<string, number>()
  let following = told.next
  for (const row of rows.toReversed()) {
    following = told.confirmed.get(row.id) ?? told.kept.get(row.reference) ?? following
    indices.set(row.id, following)
  }
  return indices
}

const drained = async (torture: Torture): Promise<void> => {
  const until = performance.now() + 3 * minute
  while (!torture.drained) {
    if (performance.now() > until) throw new Error('the outbox was not emptied within three minutes')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test(
  'killed at random moments: each confirmed application is in the ledger exactly once, none else, none readable',
  { timeout: full ? 60 * minute : 4 * minute },
  async () => {
    using ground = scratch()
    const { folder } = ground
    const { database, keysFolder: intakeKeys } = intakeOptions(folder)
    const store = await openStore(database, 'receive')
    const keysFolder = await enrol(folder, (request) => enrolBooth(store, intakeKeys, request))
    await store.close()
    const portrait = await drawnPortrait()
    mkdirSync(join(folder, 'applicant'))
    const portraitFile = join(folder, 'applicant', 'portrait.jpg')
    writeFileSync(portraitFile, portrait)

    torture = await Torture.begin({ folder, keysFolder, portraitFile })
    torture.startIntake()
    torture.startBooth(Number.MAX_SAFE_INTEGER)
    const startedAt = performance.now()
    const struck = await torture.strike(kills, striking, seed)
    // A busy machine takes longer to come up between two kills of the short run.
    expect(struck.booth + struck.intake).toBeGreaterThanOrEqual(full ? kills : 3)

    // Enough of them, and the last without a line, so that the disk is searched with sealed rows on it.
    const { told } = torture
    while (told.next <= leastApplications) await new Promise((resolve) => setTimeout(resolve, 50))
    await torture.killIntake()
    // Confirmed without a line: at least these stay sealed on the disk.
    const backlog = told.next + 3
    while (told.next < backlog) await new Promise((resolve) => setTimeout(resolve, 10))
    await torture.killBooth()
    const onDisk = OutboxStore.attach(torture.outboxFolder)
    expect(onDisk.counts().queued).toBeGreaterThan(0)
    onDisk.close()
    const applicants = [1, Math.floor(told.next / 2), told.next - 1]
    for (const index of applicants) {
      const { formId, dateOfBirth } = application(index)
      const search = new PrivacySearch({ formId, dateOfBirth, pictures: [portrait] })
      expect(await search.files(filesUnder([join(folder, 'booth-17')]))).toEqual([])
    }

    torture.startIntake()
    // Also the one that the last kill interrupted is asked for again.
    torture.startBooth(told.next + 1)
    await drained(torture)
    expect(await torture.stop()).toEqual([0, 0])

    const outbox = OutboxStore.attach(torture.outboxFolder)
    const rows = outbox.rows()
    expect(outbox.counts()).toMatchObject({ queued: 0, held: 0, quarantined: 0, setAside: 0 })
    outbox.close()
    const lines: LedgerLine[] = []
    for await (const line of ledger(database)) lines.push(line)

    // None else, none lost, none twice; and what the booth deleted its bytes for is what the intake has.
    const written = new Map(lines.map((line) => [line.applicationId, line]))
    expect(written.size).toBe(lines.length)
    expect(rows.map(({ id }) => id).sort()).toEqual([...written.keys()].sort())
    for (const row of rows) {
      expect(written.get(row.id)).toMatchObject({ digest: row.digest, receiptNumber: row.receiptNumber })
    }
    for (const id of told.confirmed.keys()) expect(written.has(id)).toBe(true)

    // Each form once. One more may be on record as refused, where the applicant was not told before the kill.
    const indices = indexOf(rows, told)
    const standing = new Map<number, number>()
    let refused = 0
    for (const line of lines) {
      const index = indices.get(line.applicationId) ?? 0
      if (line.decision === 'refused') {
        refused += 1
        expect(line.reason).toBe('form-id-in-progress')
        expect(told.interrupted).toContain(index)
      } else standing.set(index, (standing.get(index) ?? 0) + 1)
    }
    expect([...standing.keys()].sort((a, b) => a - b)).toEqual(
      Array.from({ length: told.next - 1 }, (_, position) => position + 1),
    )
    expect([...standing.values()].every((count) => count === 1)).toBe(true)
    console.info(
      `kill test, seed ${seed}: ${struck.booth} booth kills, ${struck.intake} intake kills, ${struck.line} cut lines, ` +
        `${standing.size} applications, ${told.interrupted.size} confirmations interrupted ` +
        `(${told.kept.size} answered "already kept", ${refused} sent and refused as repeats), ` +
        `${Math.round((performance.now() - startedAt) / 1000)} s`,
    )
  },
)
