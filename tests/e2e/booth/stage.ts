import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { Applicant } from '../../../main/demo/applicant.ts'
import { drawApplicant } from '../../../main/demo/drawn-applicant.ts'
import { JournalReader } from '../../../main/demo/journal-reader.ts'
import { setStage, type Stage } from '../../../main/demo/stage.ts'
import { renderSvg } from '../../../main/photo/render-svg.ts'
import type { Language } from '../../../main/service/contract.ts'

/** Their data must be found nowhere afterwards. The date is one that no other test and no document uses. */
export const person = {
  formId: '40718263549917283640517',
  birthDate: { year: 1983, month: 11, day: 27 },
} as const

let forms = 0
/** Another form for each test: what one has sent, the intake would tell the next. */
const nextFormId = (): string => `${person.formId.slice(0, -3)}${String((forms += 1)).padStart(3, '0')}`

export type BoothStage = Stage & Readonly<{ folder: string }>

type Fixtures = Readonly<{
  language: Language
  applicant: Applicant
  journal: JournalReader
}>
type WorkerFixtures = Readonly<{ price: number; stage: BoothStage }>

/** A whole booth on real parts, one for all tests of a worker; each test begins on a newly loaded page. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  price: [0, { scope: 'worker', option: true }],
  language: ['ja', { option: true }],
  stage: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from the pattern
    async ({ price }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'machinaka-e2e-'))
      const picture = { bytes: await renderSvg(drawApplicant({}), 'png'), name: 'the drawn applicant' }
      const stage = await setStage({
        folder,
        picture,
        changes: ({ session }) => ({ session: { ...session, price, staffTyping: true } }),
      })
      await use({ ...stage, folder })
      await stage[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  journal: async ({ stage }, use) => use(new JournalReader(stage.ground.config.journal.folder)),
  applicant: async ({ stage, language }, use) => {
    await stage.enter()
    const { birthDate } = person
    const formId = nextFormId()
    await use(
      new Applicant(stage.page, {
        language,
        birthDate,
        holdUpForm: () => stage.reader.send(`${formId}\r\n`),
      }),
    )
  },
})

export { expect } from '@playwright/test'
