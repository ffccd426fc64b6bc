import { fromCallback, fromPromise } from 'xstate'
import type { CheckAnswer, RefusalReason } from '../../intake/contract.ts'
import type { Language, ScreenOf } from '../service/contract.ts'
import type { Result } from '../../hardware/result.ts'
import type { Application, Confirmed, ConfirmFault, Outcome } from '../submission/contract.ts'
import type { CheckedStill } from './context.ts'
import type { SessionEvent } from './events.ts'

/** An application before its portrait is looked up: pictures never enter the machine. */
export type ApplicationDraft = Omit<Application, 'portrait'> & Readonly<{ portraitId: string }>

export type SlipDraft = Readonly<{
  language: Language
  outcome: ScreenOf<'done'>['outcome']
  reason: RefusalReason | null
  number: string
  formIdTail: string
  specialReason: boolean
  at: Date
}>

const unbound = (): Promise<never> =>
  Promise.reject(new Error('The session machine was started without its actors.'))

/**
 * What the machine needs done, by type. The machine holds no device: `liveActors` binds these to the booth,
 * tests bind their own, through `machine.provide`.
 */
export const unboundActors = {
  /** Enables the reader while it runs; tells `code.scanned`. */
  scanCodes: fromCallback<SessionEvent>(() => undefined),
  /** Reference of an application of this form that already lies sealed in this booth. */
  lookUpKept: fromPromise<string | null, { formId: string }>(unbound),
  checkForm: fromPromise<CheckAnswer['answer'] | 'unreachable', { formId: string; dateOfBirth: string }>(
    unbound,
  ),
  /** Takes money while it runs; tells `money.inserted`. */
  takeMoney: fromCallback<SessionEvent, { price: number }>(() => undefined),
  /** Gives back everything that is inside; the yen returned. */
  giveMoneyBack: fromPromise<number>(unbound),
  settleMoney: fromPromise<void>(unbound),
  warmUpPhoto: fromPromise<void>(unbound),
  /** Takes the stills of one burst and checks them; tells `shot.*` and `burst.*`. */
  takeBurst: fromCallback<SessionEvent, { shots: number; specialReason: boolean }>(() => undefined),
  /** Judges stills again, after the special reason was chosen. */
  recheck: fromPromise<CheckedStill[], { stills: CheckedStill[]; specialReason: boolean }>(unbound),
  confirm: fromPromise<Result<Confirmed, ConfirmFault>, ApplicationDraft>(unbound),
  outcome: fromPromise<Outcome, { applicationId: string }>(unbound),
  printSlip: fromPromise<'printed' | 'no-printer' | 'failed', SlipDraft>(unbound),
}

export type SessionActors = typeof unboundActors
