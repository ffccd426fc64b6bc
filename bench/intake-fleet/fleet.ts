import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { LedgerLine } from '../../intake/ledger.ts'
import { ledger } from '../../intake/ledger.ts'
import { ensureKeys, loadKeys } from '../../intake/keys.ts'
import { openStore } from '../../intake/store/open-store.ts'
import type { Application } from '../../main/submission/contract.ts'
import { seeded } from '../../tests/seeded.ts'
import { faultProxy } from './fault-proxy.ts'
import type { Fate } from './fault-proxy.ts'
import { startIntakes } from './intakes.ts'
import { Sender } from './sender.ts'
import type { Sent } from './sender.ts'

export type FleetOptions = Readonly<{
  /** `postgres://…` takes two intakes, a SQLite file one. */
  database: string
  folder: string
  booths: number
  /** Confirmed at each booth. */
  applications: number
  /** Intakes killed without warning while booths send. */
  restarts: number
  /** Share of connections that fail, 0…1. */
  faultShare: number
  /** Booths send their first within this many milliseconds. */
  spreadMs: number
  portraitBytes: number
  /** Milliseconds until a booth takes an answer for lost; a real one waits 20 s. */
  patienceMs: number
  seed: number
}>

export type FleetReport = Readonly<{
  confirmed: number
  requests: number
  restarts: number
  faults: Readonly<Record<Fate, number>>
  seconds: number
  accepted: number
  /** Two booths tried the same form: one of them is refused. */
  refused: number
  /** Each must be empty. */
  lost: readonly string[]
  strange: readonly string[]
  contradicted: readonly string[]
  formsAcceptedTwice: number
}>

/** Share of applications whose form another booth applies with too. */
const rivalShare = 0.05
const authorityFaults = 0.05

/** Lets a fleet of booths send through faults and restarts, and holds their receipts against the ledger. */
export async function runFleet(options: FleetOptions): Promise<FleetReport> {
  const { database, folder, restarts } = options
  const random = seeded(options.seed)
  const keysFolder = join(folder, 'keys')
  await ensureKeys(keysFolder)
  const { keys } = (await loadKeys(keysFolder)).published
  const intakes = await startIntakes(database.startsWith('postgres') ? 2 : 1, {
    database,
    keysFolder,
    authorityFaults,
  })
  const proxy = await faultProxy(intakes.ports, options.faultShare, random)
  const line = { url: proxy.url, keys, random, patienceMs: options.patienceMs }
  const senders: Sender[] = []
  for (let index = 0; index < options.booths; index++) senders.push(await Sender.make(`booth-${index}`, line))
  const store = await openStore(database, 'administer')
  for (const { boothId, signingKey } of senders) await store.enrol({ boothId, key: signingKey })
  await store.close()

  const begun = performance.now()
  const forms = newForms(options.booths * options.applications, random)
  const sending = Promise.all(
    senders.map(async (sender) => {
      await delay(random() * options.spreadMs)
      const sent: Sent[] = []
      for (let count = 0; count < options.applications; count++)
        sent.push(await sender.send(application(forms.pop() ?? '', options.portraitBytes)))
      return sent
    }),
  )
  // Told below; until then nobody waits for it.
  sending.catch(() => {})
  for (let count = 0; count < restarts; count++) {
    await delay((options.spreadMs / restarts) * (0.5 + random()))
    await intakes.restart(Math.floor(random() * intakes.ports().length))
  }
  const sent = (await sending).flat()
  const seconds = (performance.now() - begun) / 1000
  const requests = senders.reduce((sum, sender) => sum + sender.requests, 0)
  await Promise.all(senders.map(async (sender) => await sender.close()))
  await proxy.close()
  await intakes.stop()

  const lines: LedgerLine[] = []
  for await (const entry of ledger(database)) lines.push(entry)
  return {
    ...held(sent, lines),
    confirmed: sent.length,
    requests,
    restarts: intakes.restarts(),
    faults: proxy.struck,
    seconds: Math.round(seconds * 10) / 10,
  }
}

/** What booths hold against what the intake has written down. */
function held(sent: readonly Sent[], lines: readonly LedgerLine[]) {
  const byId = new Map(lines.map((entry) => [entry.applicationId, entry]))
  const confirmed = new Set(sent.map((one) => one.applicationId))
  const contradicts = ({ applicationId, claims }: Sent): boolean => {
    const entry = byId.get(applicationId)
    return (
      entry?.decision !== claims.decision ||
      entry.receiptNumber !== claims.receiptNumber ||
      entry.digest !== claims.digest
    )
  }
  const acceptedForms = sent.filter((one) => one.claims.decision === 'accepted').map((one) => one.formId)
  return {
    lost: sent.filter((one) => !byId.has(one.applicationId)).map((one) => one.applicationId),
    strange: lines.filter((entry) => !confirmed.has(entry.applicationId)).map((entry) => entry.applicationId),
    contradicted: sent.filter((one) => contradicts(one)).map((one) => one.applicationId),
    accepted: lines.filter((entry) => entry.decision === 'accepted').length,
    refused: lines.filter((entry) => entry.decision === 'refused').length,
    formsAcceptedTwice: acceptedForms.length - new Set(acceptedForms).size,
  }
}

/** Form IDs in random order; a few stand there twice. None ends as a test ID does. */
function newForms(count: number, random: () => number): string[] {
  const forms: string[] = []
  while (forms.length < count) {
    const rival = random() < rivalShare ? forms.at(-1) : undefined
    const digits = Array.from({ length: 19 }, () => Math.floor(random() * 10)).join('')
    forms.push(rival ?? `${digits}0${String(forms.length % 1000).padStart(3, '0')}`)
  }
  return forms.sort(() => random() - 0.5)
}

const application = (formId: string, portraitBytes: number): Application => ({
  formId,
  dateOfBirth: '1987-03-21',
  signatureCertificate: true,
  authenticationCertificate: true,
  brailleName: false,
  specialReason: false,
  language: 'ja',
  portrait: randomBytes(portraitBytes),
})
