import { join } from 'node:path'
import * as z from 'zod'
import { faultCatalogue, type FaultCode } from '../../hardware/catalogue.ts'
import type { RecordedEvent } from '../journal/journal.ts'
import { DayHistory, type Incident } from './contract.ts'
import { readIfThere, writeDurably } from '../durable-file.ts'

const slotMs = 30 * 60_000
const slots = 48
const dayMs = slots * slotMs
/** The newest matter; the journal has them all. */
const keptIncidents = 20

type Light = DayHistory['slots'][number]
const gravity: readonly Light[] = ['unknown', 'green', 'yellow', 'red']

const HistoryFile = z.strictObject({
  version: z.literal(1),
  /** Index of a half-hour since 1970 → the worst light seen in it. */
  lights: z.record(z.string(), DayHistory.shape.slots.element),
  incidents: DayHistory.shape.incidents,
})
type HistoryFile = z.infer<typeof HistoryFile>

export type BoothHistory = Readonly<{
  /** How the booth stands now; called about once a minute. */
  sample(light: Exclude<Light, 'unknown'>): void
  hear(event: RecordedEvent): void
  day(): DayHistory
  close(): Promise<void>
}>

const Faulted = z.object({
  fault: z.string().refine((code): code is FaultCode => Object.hasOwn(faultCatalogue, code)),
})
const Linked = z.object({ state: z.string() })

/** The last 24 hours in half-hours, and what went wrong in them; kept across restarts. */
export const openBoothHistory = async (
  folder: string,
  now: () => Date = () => new Date(),
): Promise<BoothHistory> => {
  const path = join(folder, 'history.json')
  const kept = await readHistory(path)
  const lights = new Map<number, Light>(
    Object.entries(kept.lights).map(([slot, light]) => [Number(slot), light]),
  )
  let incidents: Incident[] = kept.incidents
  let writing: Promise<unknown> = Promise.resolve()

  const slotNow = (): number => Math.floor(now().getTime() / slotMs)
  const keep = (): void => {
    for (const slot of lights.keys()) if (slot <= slotNow() - slots) lights.delete(slot)
    const file: HistoryFile = { version: 1, lights: Object.fromEntries(lights), incidents }
    const text = JSON.stringify(file)
    // A strip of colours that cannot be kept is no reason to trouble anybody.
    writing = writing.then(() => writeDurably(path, text))
  }
  const begin = (section: Incident['section'], at: Date): void => {
    if (incidents[0]?.section === section && incidents[0].seconds === null) return
    incidents = [{ section, at: at.toISOString(), seconds: null }, ...incidents].slice(0, keptIncidents)
    keep()
  }
  const end = (section: Incident['section'], at: Date): void => {
    incidents = incidents.map((incident) =>
      incident.section === section && incident.seconds === null
        ? { ...incident, seconds: Math.round((at.getTime() - Date.parse(incident.at)) / 1000) }
        : incident,
    )
    keep()
  }
  /** What was under way when the service stopped has no known end: it is told as what is known. */
  if (incidents.some(({ seconds }) => seconds === null))
    incidents = incidents.filter(({ seconds }) => seconds !== null)

  return {
    sample(light) {
      const slot = slotNow()
      const before = lights.get(slot) ?? 'unknown'
      if (gravity.indexOf(light) <= gravity.indexOf(before)) return
      lights.set(slot, light)
      keep()
    },
    hear({ event, at, facts }) {
      if (event === 'intake-link') {
        const state = Linked.safeParse(facts).data?.state
        if (state === 'reachable') end('intake', at)
        else if (state !== undefined) begin('intake', at)
      }
      if (event !== 'device-fault' && event !== 'device-recovered') return
      const fault = Faulted.safeParse(facts).data?.fault
      if (fault === undefined) return
      const { kind } = faultCatalogue[fault]
      if (event === 'device-fault') begin(kind, at)
      else end(kind, at)
    },
    day() {
      const last = slotNow()
      const since = now().getTime() - dayMs
      return {
        from: new Date((last - slots + 1) * slotMs).toISOString(),
        slots: Array.from({ length: slots }, (_, index) => lights.get(last - slots + 1 + index) ?? 'unknown'),
        incidents: incidents.filter(({ at }) => Date.parse(at) >= since),
      }
    },
    async close() {
      await writing
    },
  }
}

const readHistory = async (path: string): Promise<HistoryFile> => {
  const text = await readIfThere(path)
  try {
    return HistoryFile.parse(JSON.parse(text.ok ? (text.value ?? '') : ''))
  } catch {
    return { version: 1, lights: {}, incidents: [] }
  }
}
