import { faultCatalogue } from '../../hardware/catalogue.ts'
import type { Device } from '../../hardware/device.ts'
import {
  reportSchemaVersion,
  sectionNames,
  type Finding,
  type LastTest,
  type Measure,
  type ReadinessVerdict,
  type Report,
  type ReportSection,
  type SectionName,
} from './contract.ts'
import { findingEntry, isFindingCode } from './findings.ts'
import { testsOf, type Probe, type Probed } from './probe.ts'
import type { TestRecords } from './records.ts'

/** What diagnostics examines. */
export type DiagnosedBooth = Readonly<{
  booth: Readonly<{ id: string; name: string; version: string }>
  /** Versions and the machine, shown as they are. */
  identity: readonly Measure[]
  devices: readonly Device[]
  probes: readonly Probe[]
  records: TestRecords
}>

/** A test that was just run, and what came of it. */
export type Ran = Readonly<{ probe: Probe; probed: Probed }>

/** A camera that passed within a day needs no new test to be trusted while nobody has it open. */
const recentMs = 24 * 60 * 60_000

/** The report as the records and the devices have it this moment, without running anything. */
export const lastReport = (booth: DiagnosedBooth, now: Date): Report => assembleReport(booth, [], now)

/**
 * One report of what was found just now, what is on record and what the devices say this moment.
 * `milliseconds` is what the tests took.
 */
export const assembleReport = (
  booth: DiagnosedBooth,
  ran: readonly Ran[],
  now: Date,
  milliseconds = 0,
): Report => {
  const deviceOf = (section: SectionName): Device | undefined =>
    booth.devices.find((device) => device.capabilities().kind === section)
  const findings = sectionNames.flatMap((section) =>
    findingsOf(section, deviceOf(section), ran, booth.records, now),
  )
  const present = sectionNames.filter(
    (section) =>
      section === 'identity' ||
      section === 'screen' ||
      deviceOf(section) !== undefined ||
      booth.probes.some((probe) => probe.section === section),
  )
  const sections = present.map((name): ReportSection => {
    const device = deviceOf(name)
    const tests = testsOf[name].map(([test, level]): LastTest => {
      const record = booth.records.last(name, test)
      if (record === undefined)
        return { test, level, outcome: 'no-test-on-record', at: null, ageSeconds: null }
      const ageSeconds = Math.max(0, Math.round((now.getTime() - Date.parse(record.at)) / 1000))
      const { outcome, at, code } = record
      return { test, level, outcome, at, ageSeconds, ...(code === undefined ? {} : { code }) }
    })
    return {
      name,
      verdict: verdictOf(name, findings, tests),
      device: device === undefined ? null : describe(device),
      live:
        device === undefined
          ? null
          : { state: device.status().state, since: device.status().since.toISOString() },
      measures: name === 'identity' ? [...booth.identity] : measuresOf(name, ran, booth.records),
      tests,
    }
  })
  return {
    schema: reportSchemaVersion,
    madeAt: now.toISOString(),
    milliseconds: Math.round(milliseconds),
    booth: booth.booth,
    verdict: readiness(findings),
    findings: gravestFirst(findings),
    sections,
  }
}

/** What was found just now or, where a section was not run, by its last tests; and what its device says this moment. */
const findingsOf = (
  section: SectionName,
  device: Device | undefined,
  ran: readonly Ran[],
  records: TestRecords,
  now: Date,
): Finding[] => {
  const here = ran.filter(({ probe }) => probe.section === section)
  const codes = new Map<string, Finding>()
  const recentlyPassed = testsOf[section].some(([test]) => {
    const record = records.last(section, test)
    return record?.outcome === 'passed' && now.getTime() - Date.parse(record.at) < recentMs
  })
  const add = (code: string, detail?: string): void => {
    if (!isFindingCode(code) || codes.has(code)) return
    if (code === 'camera-not-tested' && recentlyPassed) return
    const { severity, action } = findingEntry(code)
    const subject = device?.id ?? section
    codes.set(code, { section, subject, code, severity, action, ...(detail === undefined ? {} : { detail }) })
  }
  for (const { probed } of here) for (const { code, detail } of probed.findings) add(code, detail)
  for (const [test] of testsOf[section]) {
    if (here.some(({ probe }) => probe.test === test)) continue
    const record = records.last(section, test)
    const told =
      device !== undefined && test === 'self' && record?.code !== undefined && tellsItself(record.code)
    if (record?.code !== undefined && !told) add(record.code)
  }
  const fault = device?.status().fault
  if (fault !== undefined) add(fault.code, fault.detail)
  return [...codes.values()]
}

/** What a device says of itself at any moment: what an old self-test said of that is history. */
const tellsItself = (code: string): boolean =>
  Object.hasOwn(faultCatalogue, code) || code === 'device-still-starting' || code === 'device-not-answering'

const describe = (device: Device): NonNullable<ReportSection['device']> => {
  const { model, driver, simulated } = device.capabilities()
  return { id: device.id, model, driver, simulated }
}

const measuresOf = (section: SectionName, ran: readonly Ran[], records: TestRecords): Measure[] => [
  ...ran.filter(({ probe }) => probe.section === section).flatMap(({ probed }) => probed.measures),
  ...testsOf[section].flatMap(([test]) => records.last(section, test)?.measures ?? []),
]

const verdictOf = (
  section: SectionName,
  findings: readonly Finding[],
  tests: readonly LastTest[],
): ReportSection['verdict'] => {
  const own = findings.filter((finding) => finding.section === section)
  if (own.some(({ severity }) => severity === 'stop')) return 'stop'
  if (own.length > 0) return 'care'
  const untested = tests.length > 0 && tests.every(({ outcome }) => outcome === 'no-test-on-record')
  return untested ? 'not-tested' : 'good'
}

const readiness = (findings: readonly Finding[]): ReadinessVerdict => {
  if (findings.some(({ severity }) => severity === 'stop')) return 'not-ready'
  return findings.length > 0 ? 'ready-with-warnings' : 'ready'
}

const gravestFirst = (findings: readonly Finding[]): Finding[] => [
  ...findings.filter(({ severity }) => severity === 'stop'),
  ...findings.filter(({ severity }) => severity === 'care'),
]
