import type { CheckOptions, ReasonCode } from '../../main/photo/contract.ts'
import type { Subject } from './subject.ts'

/** One change to a compliant still. */
export type Variation = Readonly<{
  name: string
  /** Reason codes of which one must come first; none: the change must not be refused. */
  codes: readonly ReasonCode[]
  options?: CheckOptions
  /** `other` is another compliant still. */
  make: (subject: Subject, other: Subject) => Promise<Uint8Array>
}>
