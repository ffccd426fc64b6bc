import { setTimeout as delay } from 'node:timers/promises'
import type { CheckAnswer, RefusalReason } from '../contract.ts'
import type { OpenedApplication } from '../envelope.ts'
import { digestOf } from '../envelope.ts'
import type { Authority, AuthorityAnswer } from './authority.ts'

/** The date of birth that the simulated register holds for the test IDs that compare it. */
export const registeredDateOfBirth = '1985-05-15'

type Rule = Readonly<{
  says: string
  check?: CheckAnswer['answer'] | 'compare-date'
  decide?: RefusalReason | 'compare-date' | 'compare-portrait'
  /** How often `decide` answers `undecided` before it decides. */
  undecided?: Readonly<{ times: number; because: 'deciding' | 'unreachable' }>
  /** Milliseconds each answer takes. */
  latencyMs?: number
}>

/** Outcomes by the last four digits of the form ID; docs/intake-api.md lists this table. */
export const testIds: Readonly<Record<string, Rule>> = {
  '9001': { says: 'The form ID is unknown.', check: 'form-id-unknown', decide: 'form-id-unknown' },
  '9002': {
    says: 'An application with this form is in progress elsewhere.',
    check: 'form-id-in-progress',
    decide: 'form-id-in-progress',
  },
  '9003': {
    says: `The date of birth does not match unless it is ${registeredDateOfBirth}.`,
    check: 'compare-date',
    decide: 'compare-date',
  },
  '9004': {
    says: 'The first portrait of this form is unsuitable; a different one is accepted.',
    decide: 'compare-portrait',
  },
  '9005': { says: 'Every portrait is unsuitable.', decide: 'photo-unsuitable' },
  '9011': { says: 'Usable when checked, unknown when applied for.', decide: 'form-id-unknown' },
  '9012': { says: 'Usable when checked, in progress when applied for.', decide: 'form-id-in-progress' },
  '9013': {
    says: `Usable when checked; when applied for, the date of birth must be ${registeredDateOfBirth}.`,
    decide: 'compare-date',
  },
  '9021': {
    says: 'Pending, then accepted when asked again.',
    undecided: { times: 1, because: 'deciding' },
  },
  '9022': {
    says: 'Pending, then refused as unknown when asked again.',
    undecided: { times: 1, because: 'deciding' },
    decide: 'form-id-unknown',
  },
  '9023': {
    says: 'Pending for ever.',
    undecided: { times: Number.POSITIVE_INFINITY, because: 'deciding' },
  },
  '9031': {
    says: 'The authority cannot be reached twice, then accepts.',
    check: 'not-known',
    undecided: { times: 2, because: 'unreachable' },
  },
  '9032': { says: 'Accepted after three seconds.', latencyMs: 3_000 },
  '9033': { says: 'Accepted after twenty seconds: pending first.', latencyMs: 20_000 },
}

export type SimulatedAuthorityOptions = Readonly<{
  /** Milliseconds every answer takes. */
  latencyMs?: number
  /** Share of answers, 0…1, that fail as unreachable. */
  faultRate?: number
  /** Uniform in [0, 1); given by tests. */
  random?: () => number
}>

/** Answers every outcome by test IDs, and `accepted` for any other form. */
export function simulatedAuthority(options: SimulatedAuthorityOptions = {}): Authority {
  const { latencyMs = 0, faultRate = 0, random = Math.random } = options
  const asked = new Map<string, number>()
  const firstPortraits = new Map<string, string>()
  const ruleOf = (formId: string): Rule | undefined =>
    Object.hasOwn(testIds, formId.slice(-4)) ? testIds[formId.slice(-4)] : undefined
  const wait = async (rule: Rule | undefined, signal: AbortSignal): Promise<boolean> => {
    const milliseconds = latencyMs + (rule?.latencyMs ?? 0)
    if (milliseconds > 0) await delay(milliseconds, undefined, { signal }).catch(() => {})
    return !signal.aborted && !(faultRate > 0 && random() < faultRate)
  }

  function refusal({ header, portrait }: OpenedApplication, rule: Rule): RefusalReason | undefined {
    if (rule.decide === 'compare-date')
      return header.dateOfBirth === registeredDateOfBirth ? undefined : 'date-of-birth-mismatch'
    if (rule.decide !== 'compare-portrait') return rule.decide
    const digest = digestOf(portrait)
    const first = firstPortraits.get(header.formId) ?? digest
    firstPortraits.set(header.formId, first)
    return first === digest ? 'photo-unsuitable' : undefined
  }

  return {
    check: async (formId, dateOfBirth, signal) => {
      const rule = ruleOf(formId)
      if (!(await wait(rule, signal))) return 'not-known'
      if (rule?.check === 'compare-date')
        return dateOfBirth === registeredDateOfBirth ? 'usable' : 'date-of-birth-mismatch'
      return rule?.check ?? 'usable'
    },
    decide: async (application, signal): Promise<AuthorityAnswer> => {
      const rule = ruleOf(application.header.formId)
      if (!(await wait(rule, signal))) return { decision: 'undecided', because: 'unreachable' }
      if (!rule) return { decision: 'accepted' }
      if (rule.undecided) {
        const times = asked.get(application.header.applicationId) ?? 0
        asked.set(application.header.applicationId, times + 1)
        if (times < rule.undecided.times) return { decision: 'undecided', because: rule.undecided.because }
      }
      const reason = refusal(application, rule)
      return reason ? { decision: 'refused', reason } : { decision: 'accepted' }
    },
  }
}
