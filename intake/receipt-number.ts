import { randomInt } from 'node:crypto'

/** Crockford's base 32: no I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A random receipt number of 60 bits, `XXXX-XXXX-XXXX`. Unique by the store's constraint, not by chance. */
export function newReceiptNumber(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return `${group()}-${group()}-${group()}`
}
