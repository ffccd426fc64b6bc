import * as z from 'zod'
import type { SimulatedCamera } from './camera/simulator.ts'
import type { FaultCode } from './catalogue.ts'
import { faultCatalogue } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { SimulatedCodeReader } from './code-reader/simulator.ts'
import type { SimulatedLamp } from './lamp/simulator.ts'
import type { SimulatedPayment } from './payment/simulator.ts'
import type { SimulatedPrinter } from './printer/simulator.ts'
import type { Result } from './result.ts'
import { err, ok } from './result.ts'
import type { SimulatedSensor } from './sensor/simulator.ts'
import type { SimulatedUnit } from './simulated-unit.ts'

/** Seconds; a scenario is not longer than a day. */
const Seconds = z.number().min(0).max(86_400)
const codes = Object.keys(faultCatalogue) as [FaultCode, ...FaultCode[]]
/** These are the supervisor's to say; no device can play them. */
const Fault = z.enum(codes.filter((code) => !code.endsWith('-keeps-failing')) as [FaultCode, ...FaultCode[]])

const Step = z.discriminatedUnion('do', [
  /** The device shows the fault, for so many seconds or until `recover`. */
  z.strictObject({ at: Seconds, do: z.literal('fail'), fault: Fault, for: Seconds.optional() }),
  z.strictObject({
    at: Seconds,
    do: z.literal('recover'),
    device: z.enum(['code-reader', 'camera', 'printer', 'payment', 'lamp', 'sensor']),
  }),
  z.strictObject({ at: Seconds, do: z.literal('scan'), text: z.string().max(4_096) }),
  z.strictObject({ at: Seconds, do: z.literal('insert'), yen: z.int().min(1).max(10_000) }),
  z.strictObject({ at: Seconds, do: z.literal('occupy'), occupied: z.boolean() }),
])
type Step = Readonly<z.infer<typeof Step>>

/**
 * What happens to simulated devices, and when: "at 12 s the reader is unplugged for 3 s" is
 * `{"at": 12, "do": "fail", "fault": "code-reader-lost", "for": 3}`. The same files serve the dock and the tests.
 */
export const Scenario = z.strictObject({
  /** One sentence: what this shows. */
  says: z.string().min(1).max(200),
  /** Starts again from the beginning after so many seconds. */
  every: Seconds.min(1).optional(),
  steps: z.array(Step).max(1_000),
})
export type Scenario = Readonly<z.infer<typeof Scenario>>

/** The text of a scenario file; the error is one sentence that names what is wrong. */
export function parseScenario(text: string): Result<Scenario, string> {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return err('The scenario is not JSON.')
  }
  const parsed = Scenario.safeParse(data)
  if (parsed.success) return ok(parsed.data)
  const issue = parsed.error.issues[0]
  const where = issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.')
  return err(`The scenario is wrong at ${where}: ${issue?.message ?? 'unknown'}.`)
}

/** The units of a booth; what a scenario says to one that is not there is left out. */
export type ScenarioUnits = Readonly<{
  codeReader?: SimulatedCodeReader
  camera?: SimulatedCamera
  printer?: SimulatedPrinter
  payment?: SimulatedPayment
  lamp?: SimulatedLamp
  sensor?: SimulatedSensor
}>

/** Plays a scenario from now on. The returned function stops it; faults that are shown then stay. */
export function playScenario(
  scenario: Scenario,
  units: ScenarioUnits,
  clock: Clock = systemClock,
): () => void {
  const underway = new Set<() => void>()
  const after = (seconds: number, run: () => void): void => {
    const callOff = clock.after(seconds * 1000, () => {
      underway.delete(callOff)
      run()
    })
    underway.add(callOff)
  }
  const play = (): void => {
    for (const step of scenario.steps) {
      after(step.at, () => perform(step, units))
      if (step.do !== 'fail' || step.for === undefined) continue
      after(step.at + step.for, () => {
        const unit = unitOf(faultCatalogue[step.fault].kind, units)
        // Another fault may have come on top: that one is not over.
        if (unit?.playing === step.fault) unit.recover()
      })
    }
    if (scenario.every !== undefined) after(scenario.every, play)
  }
  play()
  return () => {
    for (const callOff of underway) callOff()
    underway.clear()
  }
}

function perform(step: Step, units: ScenarioUnits): void {
  switch (step.do) {
    case 'fail':
      return unitOf(faultCatalogue[step.fault].kind, units)?.fail(step.fault)
    case 'recover':
      return unitOf(step.device, units)?.recover()
    case 'scan':
      return units.codeReader?.scan(step.text)
    case 'insert':
      return void units.payment?.insert(step.yen)
    case 'occupy':
      return units.sensor?.occupy(step.occupied)
  }
}

function unitOf(kind: SimulatedUnit['kind'], units: ScenarioUnits): SimulatedUnit | undefined {
  return kind === 'code-reader' ? units.codeReader : units[kind]
}
