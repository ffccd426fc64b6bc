import type { PhotoKind, Reason, ReasonCode, Region, Severity, Verdict } from '../contract.ts'
import { reasonCodes } from '../contract.ts'
import type { Observation } from './observation.ts'

/** What a rule saw: a number in the rule's unit, and where on the picture. */
export type Measured = Readonly<{ value: number; region?: Region }>

/**
 * `measured`: compare with the limits. `not-checked`: it should have been judged and could not be.
 * `not-applicable`: there is nothing to judge (a rule for portraits on a still).
 */
export type Finding =
  | (Readonly<{ kind: 'measured' }> & Measured)
  | Readonly<{ kind: 'not-checked' }>
  | Readonly<{ kind: 'not-applicable' }>

export const measured = (value: number, region?: Region): Finding =>
  region === undefined ? { kind: 'measured', value } : { kind: 'measured', value, region }
export const notChecked: Finding = { kind: 'not-checked' }
export const notApplicable: Finding = { kind: 'not-applicable' }

/** Which side of a limit is bad, and the limits from mildest to hardest. */
export type Limits = Readonly<{
  bad: 'above' | 'below'
  info?: number
  warn?: number
  block?: number
}>

/** One requirement as data. Several rules may share a code; the gravest finding then speaks for it. */
export type Rule = Readonly<{
  code: ReasonCode
  unit: string
  limits: Limits
  /** Where the requirement comes from, and what the limits rest on. */
  source: string
  appliesTo?: PhotoKind
  measure: (observation: Observation) => Finding
}>

/**
 * What stays a block under the special reason ("I cannot meet the photo conditions"): pictures that the
 * authority refuses whatever the reason (domain.md §3.3: too dark, cannot be trimmed), and file limits.
 */
const alwaysBlocks: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'file-unreadable',
  'file-not-jpeg',
  'colour-not-rgb',
  'file-too-small',
  'file-too-large',
  'dimensions-too-small',
  'dimensions-too-large',
  'aspect-ratio',
  'no-face',
  'several-faces',
  'face-too-small',
  'head-cut-off',
  'too-dark',
  'blurred',
])

export type Judgement = Readonly<{
  verdict: Verdict
  reasons: readonly Reason[]
  notChecked: readonly ReasonCode[]
}>

const severities: readonly Severity[] = ['info', 'warn', 'block']

/** Applies the rules to what was observed. Reasons come in the order of `reasonCodes`, blocks first. */
export function judge(
  observation: Observation,
  rules: readonly Rule[],
  options: Readonly<{ kind: PhotoKind; specialReason: boolean }>,
): Judgement {
  const reasons = new Map<ReasonCode, Reason>()
  const unchecked = new Set<ReasonCode>()
  for (const rule of rules) {
    if (rule.appliesTo !== undefined && rule.appliesTo !== options.kind) continue
    const finding = rule.measure(observation)
    if (finding.kind === 'not-checked') unchecked.add(rule.code)
    if (finding.kind !== 'measured') continue
    const reason = compare(rule, finding)
    if (reason === null) continue
    const softened: Reason =
      options.specialReason && reason.severity === 'block' && !staysBlock(rule.code, observation)
        ? { ...reason, severity: 'warn' }
        : reason
    const known = reasons.get(rule.code)
    if (known === undefined || rank(softened) > rank(known)) reasons.set(rule.code, softened)
  }
  const ordered = [...reasons.values()].sort(
    (a, b) => rank(b) - rank(a) || reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code),
  )
  const worst = Math.max(0, ...ordered.map(rank))
  return {
    verdict: worst === 2 ? 'reject' : worst === 1 ? 'warn' : 'accept',
    reasons: ordered,
    notChecked: reasonCodes.filter((code) => unchecked.has(code) && !reasons.has(code)),
  }
}

const rank = (reason: Reason): number => severities.indexOf(reason.severity)

/** A margin that leaves no legal crop at all cannot be forgiven: there would be no portrait to send. */
const staysBlock = (code: ReasonCode, observation: Observation): boolean =>
  alwaysBlocks.has(code) || (code === 'margin-missing' && observation.crop?.box === null)

function compare(rule: Rule, finding: Measured): Reason | null {
  const { bad, block, warn, info } = rule.limits
  const beyond = (limit: number | undefined): limit is number =>
    limit !== undefined && (bad === 'above' ? finding.value > limit : finding.value < limit)
  const reason = (severity: Severity, limit: number): Reason => ({
    code: rule.code,
    severity,
    measured: rounded(finding.value),
    limit,
    unit: rule.unit,
    ...(finding.region === undefined ? {} : { region: finding.region }),
  })
  if (beyond(block)) return reason('block', block)
  if (beyond(warn)) return reason('warn', warn)
  if (beyond(info)) return reason('info', info)
  return null
}

/** Four significant digits: what a reason prints, and stable between machines. */
const rounded = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(4)) : 0)
