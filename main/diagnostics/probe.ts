import type { Measure, SectionName, TestLevel, TestName } from './contract.ts'
import type { FindingCode } from './findings.ts'

export type ProbeFinding = Readonly<{ code: FindingCode; detail?: string }>
/** What one run of one test gave. It passed where nothing was found. */
export type Probed = Readonly<{ measures: readonly Measure[]; findings: readonly ProbeFinding[] }>

/** One test of one section. */
export type Probe = Readonly<{
  section: SectionName
  test: TestName
  level: Exclude<TestLevel, 'interactive'>
  /** Never throws for what it examines: expected trouble is a finding. */
  run(signal: AbortSignal): Promise<Probed>
}>

export const nothing: Probed = { measures: [], findings: [] }
export const found = (...findings: ProbeFinding[]): Probed => ({ measures: [], findings })

/** Which tests a section has; those that ask a person are run from the technician's screens. */
export const testsOf: Readonly<Record<SectionName, readonly (readonly [TestName, TestLevel])[]>> = {
  identity: [],
  'code-reader': [
    ['self', 'internal'],
    ['read', 'interactive'],
  ],
  camera: [
    ['self', 'internal'],
    ['shot', 'external'],
    ['seat', 'interactive'],
    ['chart', 'interactive'],
  ],
  printer: [
    ['self', 'internal'],
    ['print', 'external'],
  ],
  payment: [['self', 'internal']],
  lamp: [
    ['self', 'internal'],
    ['light', 'external'],
  ],
  sensor: [['self', 'internal']],
  'photo-check': [['self', 'internal']],
  intake: [['self', 'internal']],
  storage: [['self', 'internal']],
  system: [['self', 'internal']],
  screen: [
    ['touch', 'interactive'],
    ['pixels', 'interactive'],
    ['sound', 'interactive'],
  ],
}
