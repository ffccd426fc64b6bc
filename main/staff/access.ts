import { join } from 'node:path'
import * as z from 'zod'
import { err, ok, type Result } from '../../hardware/result.ts'
import type { Journal } from '../journal/journal.ts'
import { readIfThere, writeDurably } from '../durable-file.ts'
import { openLockOut } from './lock-out.ts'
import { PinHash, checkPin, hashPin, pinMatches } from './pin.ts'
import { StaffRole, type EnterRefusal } from './contract.ts'

const StaffFile = z.strictObject({
  version: z.literal(1),
  pins: z.partialRecord(StaffRole, PinHash),
})
type StaffFile = z.infer<typeof StaffFile>

const staffFile = (folder: string): string => join(folder, 'staff.json')

/** Sets one role's PIN, at provisioning or later. `folder` is the booth's state folder. The error is a sentence. */
export const setPin = async (folder: string, role: StaffRole, pin: string): Promise<Result<void, string>> => {
  const fit = checkPin(pin)
  if (!fit.ok) return fit
  const file = await readStaffFile(folder)
  if (!file.ok) return file
  for (const [other, hash] of Object.entries(file.value.pins)) {
    if (other !== role && (await pinMatches(pin, hash)))
      return err(`The ${other} already has this PIN: choose another.`)
  }
  const pins = { ...file.value.pins, [role]: await hashPin(pin) }
  const written = await writeDurably(staffFile(folder), JSON.stringify({ version: 1, pins }))
  return written.ok ? ok(undefined) : err(`The PIN cannot be kept in ${folder} (${written.error}).`)
}

/** Which roles have a PIN. Without any, nobody can enter: there is no default PIN. */
export const provisionedRoles = async (folder: string): Promise<Result<StaffRole[], string>> => {
  const file = await readStaffFile(folder)
  return file.ok ? ok(StaffRole.options.filter((role) => file.value.pins[role] !== undefined)) : file
}

const readStaffFile = async (folder: string): Promise<Result<StaffFile, string>> => {
  const path = staffFile(folder)
  const text = await readIfThere(path)
  if (!text.ok) return err(`${path}: the staff file cannot be read (${text.error})`)
  if (text.value === null) return ok({ version: 1, pins: {} })
  try {
    return ok(StaffFile.parse(JSON.parse(text.value)))
  } catch {
    return err(`${path}: the staff file is damaged; set the PINs again with "booth provision"`)
  }
}

export type StaffAccess = Readonly<{
  /** Tells whose PIN this is. Each try is counted on the disk before its PIN is looked at, one after another. */
  enter(pin: string): Promise<Result<StaffRole, EnterRefusal>>
}>

export const openStaffAccess = async (
  options: Readonly<{
    /** The booth's state folder. */
    folder: string
    journal: Journal
    /** Monotonic; milliseconds. */
    uptimeMs?: () => number
  }>,
): Promise<StaffAccess> => {
  const { folder, journal, uptimeMs = () => performance.now() } = options
  const lockOut = await openLockOut(folder, uptimeMs)
  let before: Promise<unknown> = Promise.resolve()

  const waitSeconds = (): number => Math.ceil(lockOut.waitMs() / 1000)

  const tryPin = async (pin: string): Promise<Result<StaffRole, EnterRefusal>> => {
    const file = await readStaffFile(folder)
    if (!file.ok) return err({ refused: 'storage-failed', waitSeconds: 0 })
    const pins = Object.entries(file.value.pins)
    if (pins.length === 0) return err({ refused: 'no-pin-set', waitSeconds: 0 })
    if (lockOut.waitMs() > 0) {
      journal.record('staff-locked', { seconds: waitSeconds() })
      return err({ refused: 'locked', waitSeconds: waitSeconds() })
    }
    const counted = await lockOut.count()
    // What cannot be counted is not looked at: otherwise a full disk would open the door to guessing.
    if (!counted.ok) return err({ refused: 'storage-failed', waitSeconds: 0 })
    // Every role is tried whatever the result, so that the time taken tells nothing.
    const matches = await Promise.all(
      pins.map(async ([role, hash]) => ({ role, fits: await pinMatches(pin, hash) })),
    )
    const role = StaffRole.safeParse(matches.find(({ fits }) => fits)?.role)
    if (!role.success) {
      journal.record('staff-refused', { tries: lockOut.triesInWindow() })
      return err({ refused: 'wrong-pin', waitSeconds: waitSeconds() })
    }
    await counted.value.forgive()
    journal.record('staff-entered', { role: role.data })
    return ok(role.data)
  }

  return {
    enter(pin) {
      const answer = before.then(() => tryPin(pin))
      before = answer.catch(() => undefined)
      return answer
    },
  }
}
