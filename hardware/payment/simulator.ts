import { wait } from '../clock.ts'
import { ok } from '../result.ts'
import type { SimulatedUnit, SimulationOptions } from '../simulated-unit.ts'
import { UnitState, withOwn } from '../simulated-unit.ts'
import type { Payment } from './contract.ts'

export interface SimulatedPayment extends SimulatedUnit<Payment> {
  /** Somebody puts money in, in yen. False: it came straight back (closed, over the price, out of order). */
  insert(yen: number): boolean
  /** Yen inside that nobody has settled or got back. It stays inside through power cuts, as coins do. */
  readonly escrow: number
  /** Yen given back so far. */
  readonly returned: number
}

/**
 * Coins and notes are held in escrow until `settle` or `giveBack`. More than the price is not taken in,
 * so the unit never owes change of its own. `recognisingMs`: 400 ms, as a coin takes to fall through the
 * validator.
 */
export function simulatePayment(
  options: SimulationOptions & Readonly<{ recognisingMs?: number }>,
): SimulatedPayment {
  const { recognisingMs = 400 } = options
  const unit = new UnitState('payment', options)
  let escrow = 0
  let returned = 0
  /** What was settled last: that much can still be given back. */
  let settled = 0
  let underway = 0
  let price: number | undefined
  let announce: (total: number) => void = () => undefined

  return withOwn(unit, {
    get escrow() {
      return escrow
    },
    get returned() {
      return returned
    },
    insert(yen) {
      const blocked = unit.playing !== undefined && unit.playing !== 'payment-no-change'
      if (price === undefined || blocked || !(yen > 0) || escrow + underway + yen > price) return false
      underway += yen
      unit.clock.after(recognisingMs, () => {
        underway -= yen
        escrow += yen
        announce(escrow)
      })
      return true
    },
    open() {
      const connection = unit.connect()
      const listeners = new Set<(total: number) => void>()
      announce = (total) => {
        for (const listener of listeners) listener(total)
      }
      return {
        ...connection.device(unit.id, unit.kind),
        async accept(asked) {
          if (!connection.usable.ok) return connection.usable
          price = asked
          settled = 0
          return ok(undefined)
        },
        async stopAccepting() {
          price = undefined
        },
        inserted: () => escrow,
        onInserted(listener) {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
        async settle() {
          if (!connection.usable.ok) return connection.usable
          price = undefined
          settled = escrow
          escrow = 0
          return ok(undefined)
        },
        async giveBack() {
          if (!connection.usable.ok) return connection.usable
          price = undefined
          // A coin on its way through the validator belongs to the applicant too.
          if (underway > 0) await wait(unit.clock, recognisingMs)
          returned += escrow + settled
          escrow = 0
          settled = 0
          announce(0)
          return ok(undefined)
        },
        async close() {
          listeners.clear()
          connection.end()
        },
      }
    },
  })
}
