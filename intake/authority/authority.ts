import type { CheckAnswer, RefusalReason } from '../contract.ts'
import type { OpenedApplication } from '../envelope.ts'

export type AuthorityAnswer =
  | Readonly<{ decision: 'accepted' }>
  | Readonly<{ decision: 'refused'; reason: RefusalReason }>
  /** Taken and not decided yet, or not reached: to be asked again. */
  | Readonly<{ decision: 'undecided'; because: 'deciding' | 'unreachable' }>

/**
 * Who decides on applications. `decide` is asked again with the same application after a fault or a
 * restart: it must know an application by its ID and give the same answer, without taking it twice.
 * Neither call throws for expected faults.
 */
export interface Authority {
  check(formId: string, dateOfBirth: string, signal: AbortSignal): Promise<CheckAnswer['answer']>
  decide(application: OpenedApplication, signal: AbortSignal): Promise<AuthorityAnswer>
}
