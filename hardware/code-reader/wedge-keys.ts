import { maxCodeLength } from './contract.ts'

/*
 * A keyboard wedge types its codes. Read from the input device itself (evdev), the keys are numbers: no input
 * method, no keyboard layout and no focus stands between. The numbers and the record are those of
 * linux/input-event-codes.h and linux/input.h.
 */

/** struct input_event on 64-bit systems: seconds (8), microseconds (8), type (2), code (2), value (4). */
const recordLength = 24
const typeAt = 16
const codeAt = 18
const valueAt = 20

const keyEvent = 1
const released = 0
const pressed = 1

const enter = 28
const keypadEnter = 96
const tab = 15
const leftShift = 42
const rightShift = 54

/** Rows of a US keyboard, plain and with shift; each key's number is that of the first one plus its place. */
const rows: readonly [first: number, plain: string, shifted: string][] = [
  [2, '1234567890-=', '!@#$%^&*()_+'],
  [16, 'qwertyuiop[]', 'QWERTYUIOP{}'],
  [30, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
  [43, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
  [57, ' ', ' '],
]
/** Keypad 7 8 9 - 4 5 6 + 1 2 3 0 . from KEY_KP7 on. */
const keypad: readonly [first: number, plain: string] = [71, '789-456+1230.']

const characters = new Map<number, readonly [plain: string, shifted: string]>()
for (const [first, plain, shifted] of rows)
  for (let place = 0; place < plain.length; place++)
    characters.set(first + place, [plain.charAt(place), shifted.charAt(place)])
for (let place = 0; place < keypad[1].length; place++) {
  const character = keypad[1].charAt(place)
  characters.set(keypad[0] + place, [character, character])
}

/** Records of an evdev device → codes, each ended by Enter or Tab. */
export class WedgeDecoder {
  #rest = new Uint8Array(0)
  #text = ''
  #shifts = new Set<number>()
  #skipping = false
  #begun = false

  get underway(): boolean {
    return this.#begun
  }

  push(bytes: Uint8Array): string[] {
    const all = new Uint8Array(this.#rest.length + bytes.length)
    all.set(this.#rest)
    all.set(bytes, this.#rest.length)
    const whole = all.length - (all.length % recordLength)
    const view = new DataView(all.buffer)
    const codes: string[] = []
    for (let at = 0; at < whole; at += recordLength) {
      if (view.getUint16(at + typeAt, true) !== keyEvent) continue
      const code = this.#key(view.getUint16(at + codeAt, true), view.getInt32(at + valueAt, true))
      if (code !== undefined) codes.push(code)
    }
    this.#rest = all.slice(whole)
    return codes
  }

  /** Drops a half-typed code, and with it the half that is still to come. */
  clear(): void {
    this.#text = ''
    this.#skipping = this.#begun
  }

  /** Keys have stopped coming: a wedge types without pause, so this was a person, or half a code. */
  gap(): void {
    this.#text = ''
    this.#begun = false
    this.#skipping = false
    // A release that got lost must not hold shift down for ever.
    this.#shifts.clear()
  }

  #key(key: number, value: number): string | undefined {
    if (key === leftShift || key === rightShift) {
      if (value === released) this.#shifts.delete(key)
      else this.#shifts.add(key)
      return undefined
    }
    if (value !== pressed) return undefined
    if (key === enter || key === keypadEnter || key === tab) {
      const code = this.#skipping ? '' : this.#text
      this.#text = ''
      this.#begun = false
      this.#skipping = false
      return code === '' ? undefined : code
    }
    const character = characters.get(key)?.[this.#shifts.size > 0 ? 1 : 0]
    if (character === undefined) return undefined
    this.#begun = true
    if (this.#text.length < maxCodeLength) this.#text += character
    return undefined
  }
}
