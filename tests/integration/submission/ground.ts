import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulatedAuthority } from '../../../intake/authority/simulated.ts'
import type { Enrolment, EnrolmentRequest } from '../../../intake/contract.ts'
import { enrolBooth } from '../../../intake/enrolment.ts'
import type { Intake, IntakeOptions } from '../../../intake/server.ts'
import { startIntake } from '../../../intake/server.ts'
import type { EventId } from '../../../main/journal/catalogue.ts'
import type { EventFacts, Journal } from '../../../main/journal/journal.ts'
import type { Application, Submission } from '../../../main/submission/contract.ts'
import { provision, takeEnrolment } from '../../../main/submission/provision.ts'
import { openSubmission } from '../../../main/submission/submission.ts'
import type { SubmissionOptions } from '../../../main/submission/submission.ts'

/** A folder of its own for one test, gone with it. */
export const scratch = (): { folder: string; [Symbol.dispose](): void } => {
  const folder = mkdtempSync(join(tmpdir(), 'machinaka-submission-'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

export type Line = Readonly<{ event: EventId; facts: EventFacts }>

/** A journal that can be read back. */
export const listeningJournal = (): Journal & { lines: Line[]; of(event: EventId): EventFacts[] } => {
  const lines: Line[] = []
  return {
    lines,
    record: (event, facts = {}) => void lines.push({ event, facts }),
    of: (event) => lines.filter((line) => line.event === event).map((line) => line.facts),
  }
}

/** Two bytes of a JPEG and noise behind: what is sent is opaque to booth and intake alike. */
export const fakePortrait = (seed: number, bytes = 20_000): Uint8Array => {
  const portrait = new Uint8Array(bytes)
  let state = seed * 2_654_435_761 + 1
  for (let index = 0; index < bytes; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    portrait[index] = state >>> 24
  }
  portrait.set([0xff, 0xd8, 0xff, 0xe0])
  return portrait
}

/** An application of form number `index`; the last four digits stay clear of the authority's test IDs (9…). */
export const application = (index: number, changes: Partial<Application> = {}): Application => ({
  formId: `4821${String(index).padStart(15, '0')}${String(index % 9000).padStart(4, '0')}`,
  dateOfBirth: '1987-03-21',
  signatureCertificate: true,
  authenticationCertificate: true,
  brailleName: false,
  specialReason: false,
  language: 'ja',
  portrait: fakePortrait(index),
  ...changes,
})

export const intakeOptions = (folder: string): IntakeOptions => ({
  database: join(folder, 'intake', 'intake.sqlite'),
  keysFolder: join(folder, 'intake', 'keys'),
  port: 0,
  development: true,
  authority: simulatedAuthority(),
  log: () => {},
})

/** Provisions a booth under `folder/booth/keys` and has it enrolled. */
export const enrol = async (
  folder: string,
  enrolment: (request: EnrolmentRequest) => Promise<Enrolment>,
  boothId = 'booth-17',
): Promise<string> => {
  const keysFolder = join(folder, boothId, 'keys')
  const request = await provision(keysFolder, { boothId })
  if (!request.ok) throw new Error(request.error.message)
  const taken = takeEnrolment(keysFolder, JSON.stringify(await enrolment(request.value)))
  if (!taken.ok) throw new Error(taken.error.message)
  return keysFolder
}

/** Short pauses and little patience: the tests count attempts, not seconds. */
export const hurry = {
  timing: {
    retryBaseMs: 10,
    retryCapMs: 100,
    probeCapMs: 100,
    idlePollMs: 200,
    maxRetryAfterMs: 400,
    decisionsEveryMs: 100,
  },
  patience: { connect: 10_000, headers: 3_000, body: 1_000, total: 5_000 },
  // The test machine's disk is not what is tested.
  limits: { minFreeBytes: 0, warnFreeBytes: 0 },
} satisfies Partial<SubmissionOptions>

export type Ground = Readonly<{
  folder: string
  keysFolder: string
  intake: Intake
  journal: ReturnType<typeof listeningJournal>
  open(changes?: Partial<SubmissionOptions>): Promise<Submission>
  [Symbol.asyncDispose](): Promise<void>
}>

/** A real intake in this process on plain HTTP, an enrolled booth, and a way to open its submission. */
export const openGround = async (changes: Partial<IntakeOptions> = {}): Promise<Ground> => {
  const { folder, [Symbol.dispose]: remove } = scratch()
  const options = { ...intakeOptions(folder), ...changes }
  const intake = await startIntake(options)
  const enrolment = (request: EnrolmentRequest) => enrolBooth(intake.store, options.keysFolder, request)
  const keysFolder = await enrol(folder, enrolment)
  const journal = listeningJournal()
  const opened: Submission[] = []
  return {
    folder,
    keysFolder,
    intake,
    journal,
    open: async (own = {}) => {
      const submission = await openSubmission({
        outboxFolder: join(folder, 'booth-17', 'outbox'),
        keysFolder,
        intakeUrl: intake.url,
        development: true,
        journal,
        ...hurry,
        ...own,
      })
      opened.push(submission)
      return submission
    },
    [Symbol.asyncDispose]: async () => {
      for (const submission of opened) await submission.close()
      await intake.close()
      remove()
    },
  }
}

/** What the intake has written down. */
export const ledgerOf = async (intake: Intake) => {
  const lines = []
  for await (const line of intake.store.ledger()) lines.push(line)
  return lines
}

/** Waits for `condition` by asking again; fails after half a minute with what was waited for. */
export const eventually = async (
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> => {
  const until = performance.now() + 30_000
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
