import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { err, ok, type Result } from '../../hardware/result.ts'

/**
 * OWASP's password storage sheet names N = 2^15, r = 8, p = 3 as one of the equal choices: 32 MiB, about
 * 0.2 s on a booth's processor. A PIN has few digits, so the lock-out is what keeps a guesser out; this
 * keeps a stolen file from being read at a glance.
 */
export const pinCost = { N: 2 ** 15, r: 8, p: 3 } as const
type PinCost = Readonly<{ N: number; r: number; p: number }>
const keyBytes = 32
const saltBytes = 16

export const pinLength = { least: 6, most: 12 } as const

/** The cost stands beside each hash, so that a later, higher cost does not lock anybody out. */
export const PinHash = z.strictObject({
  N: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
  salt: z.base64(),
  key: z.base64(),
})
export type PinHash = Readonly<z.infer<typeof PinHash>>

const isStaircase = (digits: string, step: number): boolean =>
  Array.from(digits).every(
    (digit, at) => at === 0 || (Number(digits[at - 1]) + step + 10) % 10 === Number(digit),
  )

/** 19850401 or 850401: birthdays are what is tried next. */
const isDate = (digits: string): boolean =>
  /^((19|20)\d\d|\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(digits)
/** 123123, 90909090 */
const isRepeated = (digits: string): boolean => /^(\d+)\1+$/.test(digits)

/** Six digits and more, and not the ones everybody tries first. The error is a sentence for whoever chooses. */
export const checkPin = (pin: string): Result<string, string> => {
  if (!/^[0-9]+$/.test(pin)) return err('A PIN is made of the digits 0 to 9.')
  if (pin.length < pinLength.least || pin.length > pinLength.most) {
    return err(`A PIN has ${pinLength.least} to ${pinLength.most} digits.`)
  }
  if (isDate(pin)) return err('This PIN is too easily guessed: it could be a date.')
  const repeats = new Set(pin).size < 3 || isRepeated(pin)
  if (repeats || [1, -1].some((step) => isStaircase(pin, step))) {
    return err('This PIN is too easily guessed: use at least three different digits, not counted up or down.')
  }
  return ok(pin)
}

/** A test may hash cheaply; a booth never does. */
export const hashPin = async (pin: string, cost: PinCost = pinCost): Promise<PinHash> => {
  const salt = randomBytes(saltBytes)
  const key = await derive(pin, salt, cost)
  return { ...cost, salt: salt.toString('base64'), key: key.toString('base64') }
}

export const pinMatches = async (pin: string, hash: PinHash): Promise<boolean> => {
  const expected = Buffer.from(hash.key, 'base64')
  const key = await derive(pin, Buffer.from(hash.salt, 'base64'), hash)
  return expected.length === key.length && timingSafeEqual(expected, key)
}

const derive = (pin: string, salt: Buffer, { N, r, p }: PinCost) =>
  new Promise<Buffer>((resolve, reject) => {
    // Node refuses more than 32 MiB unless told; scrypt needs 128 · N · r bytes and a little.
    scrypt(pin, salt, keyBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
