import * as z from 'zod'

/** What the development dock and the service say to each other: `/api/dock`. No production booth has these routes. */

export const DockUnit = z.object({
  id: z.string(),
  kind: z.string(),
  faults: z.array(z.string()),
  /** The fault that is shown now. */
  playing: z.string().nullable(),
})
export type DockUnit = Readonly<z.infer<typeof DockUnit>>

export const DockView = z.object({
  units: z.array(DockUnit),
  scenarios: z.array(z.object({ name: z.string(), says: z.string() })),
  /** The scenario that plays now. */
  scenario: z.string().nullable(),
  poses: z.array(z.string()),
})
export type DockView = Readonly<z.infer<typeof DockView>>

const Name = z.string().max(64)
export const DockAct = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('fail'), unit: Name, fault: Name }),
  z.strictObject({ do: z.literal('recover'), unit: Name }),
  z.strictObject({ do: z.literal('scan'), text: z.string().max(4_096) }),
  z.strictObject({ do: z.literal('insert'), yen: z.int().min(1).max(10_000) }),
  z.strictObject({ do: z.literal('occupy'), occupied: z.boolean() }),
  /** Somebody else sits down before the camera. */
  z.strictObject({ do: z.literal('pose'), pose: Name }),
  z.strictObject({ do: z.literal('play'), scenario: Name }),
  z.strictObject({ do: z.literal('stop') }),
])
export type DockAct = Readonly<z.infer<typeof DockAct>>
