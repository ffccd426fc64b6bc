import { randomBytes, randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { simulatedAuthority } from '../../../intake/authority/simulated.ts'
import {
  applicationPath,
  boothHeader,
  checksPath,
  envelopeMediaType,
  IntakeKeys,
  keysPath,
  ReceiptAnswer,
} from '../../../intake/contract.ts'
import type {
  Enrolment,
  EnrolmentRequest,
  IntakeKey,
  Problem,
  ReceiptClaims,
} from '../../../intake/contract.ts'
import { enrolBooth } from '../../../intake/enrolment.ts'
import type { IntakeEvent, IntakeFacts } from '../../../intake/log.ts'
import { startIntake } from '../../../intake/server.ts'
import type { Intake, IntakeOptions } from '../../../intake/server.ts'
import type { Application } from '../../../main/submission/contract.ts'
import { newApplicationId } from '../../../main/submission/identifiers.ts'
import { loadBoothKeys } from '../../../main/submission/keys.ts'
import type { BoothKeys } from '../../../main/submission/keys.ts'
import { provision, takeEnrolment } from '../../../main/submission/provision.ts'
import { verifyReceipt } from '../../../main/submission/receipts.ts'
import { seal } from '../../../main/submission/seal.ts'

export const scratch = (): string => mkdtempSync(join(tmpdir(), 'machinaka-intake-'))

export type Line = Readonly<{ event: IntakeEvent; facts: IntakeFacts }>
export type Ground = Readonly<{
  folder: string
  options: IntakeOptions
  intake: Intake
  lines: Line[]
  booth(boothId?: string): Promise<TestBooth>
  [Symbol.asyncDispose](): Promise<void>
}>

/** A real intake in this process; SQLite, plain HTTP and the simulated authority unless told otherwise. */
export async function openGround(changes: Partial<IntakeOptions> = {}): Promise<Ground> {
  const folder = scratch()
  const lines: Line[] = []
  const options: IntakeOptions = {
    database: join(folder, 'intake.sqlite'),
    keysFolder: join(folder, 'keys'),
    port: 0,
    development: true,
    authority: simulatedAuthority(),
    log: (event, facts = {}) => void lines.push({ event, facts }),
    ...changes,
  }
  const intake = await startIntake(options)
  const booths: TestBooth[] = []
  return {
    folder,
    options,
    intake,
    lines,
    booth: async (boothId = 'booth-1') => {
      const enrol = async (wanted: EnrolmentRequest) =>
        await enrolBooth(intake.store, options.keysFolder, wanted)
      const booth = await newBooth(boothId, intake.url, enrol)
      booths.push(booth)
      return booth
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(booths.map(async (booth) => await booth.close()))
      await intake.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Sealed = Readonly<{ applicationId: string; envelope: Uint8Array; digest: string; formId: string }>
export type Answer = Readonly<{ status: number; type: string; body: unknown }>

/** A booth that seals, signs and calls as the real one does, one exchange at a time. */
export type TestBooth = Readonly<{
  boothId: string
  keys: BoothKeys
  sealed(changes?: Partial<Application>, applicationId?: string): Promise<Sealed>
  call(method: 'GET' | 'PUT' | 'POST', path: string, body?: Uint8Array | object): Promise<Answer>
  put(sealed: Pick<Sealed, 'applicationId' | 'envelope'>): Promise<Answer>
  get(applicationId: string): Promise<Answer>
  check(formId: string, dateOfBirth: string): Promise<Answer>
  /** Verified as the booth verifies it. */
  receipt(answer: Answer, sealed: Sealed): Promise<ReceiptClaims>
  close(): Promise<void>
}>

export async function newBooth(
  boothId: string,
  url: string,
  enrol: (request: EnrolmentRequest) => Promise<Enrolment>,
): Promise<TestBooth> {
  const folder = scratch()
  const wanted = await provision(folder, { boothId })
  if (!wanted.ok) throw new Error(wanted.error.message)
  const taken = takeEnrolment(folder, JSON.stringify(await enrol(wanted.value)))
  if (!taken.ok) throw new Error(taken.error.message)
  const loaded = await loadBoothKeys(folder, undefined)
  if (!loaded.ok) throw new Error(loaded.error.message)
  rmSync(folder, { recursive: true, force: true })
  const keys = loaded.value
  const { key, certificate: cert, ca } = keys.tls
  const dispatcher = new Agent({ connect: { key, cert, ca } })

  const call: TestBooth['call'] = async (method, path, body) => {
    const isEnvelope = body instanceof Uint8Array
    const response = await request(`${url}${path}`, {
      method,
      dispatcher,
      headers: {
        [boothHeader]: boothId,
        ...(body ? { 'content-type': isEnvelope ? envelopeMediaType : 'application/json' } : {}),
      },
      ...(body ? { body: isEnvelope ? body : JSON.stringify(body) } : {}),
    })
    const type = response.headers['content-type']
    return { status: response.statusCode, type: String(type), body: await response.body.json() }
  }

  return {
    boothId,
    keys,
    sealed: async (changes = {}, applicationId = newApplicationId(new Date())) => {
      const application = newApplication(changes)
      const [intakeKey] = keys.enrolment.keys
      if (!intakeKey) throw new Error('no key to seal to')
      const occasion = { applicationId, confirmedAt: new Date() }
      const sealed = await seal(application, occasion, keys.identity, intakeKey)
      return { applicationId, formId: application.formId, ...sealed }
    },
    call,
    put: async ({ applicationId, envelope }) => await call('PUT', applicationPath(applicationId), envelope),
    get: async (applicationId) => await call('GET', applicationPath(applicationId)),
    check: async (formId, dateOfBirth) => await call('POST', checksPath, { formId, dateOfBirth }),
    receipt: async (answer, { applicationId, digest }) => {
      const { receipt } = ReceiptAnswer.parse(answer.body)
      const { keys: published } = IntakeKeys.parse((await call('GET', keysPath)).body)
      const keyOf = (kid: string): IntakeKey | undefined => published.find((one) => one.kid === kid)
      const verified = await verifyReceipt(receipt, { applicationId, boothId, digest }, keyOf)
      if (!verified.ok) throw new Error(verified.error)
      return verified.value
    },
    close: async () => await dispatcher.close(),
  }
}

/** Form IDs end in `0…8`: clear of the authority's test IDs. */
export const newFormId = (ending = `${randomInt(9)}${digits(3)}`): string => `${digits(19)}${ending}`

export const newApplication = (changes: Partial<Application> = {}): Application => ({
  formId: newFormId(),
  dateOfBirth: '1987-03-21',
  signatureCertificate: true,
  authenticationCertificate: true,
  brailleName: false,
  specialReason: false,
  language: 'ja',
  portrait: randomBytes(20_000),
  ...changes,
})

const digits = (length: number): string => Array.from({ length }, () => randomInt(10)).join('')

/** Type of a problem, without its URN prefix. */
export const problemOf = (answer: Answer): string =>
  (answer.body as Problem).type.replace('urn:machinaka:problem:', '')
