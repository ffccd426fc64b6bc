import { createHmac, randomBytes, randomInt } from 'node:crypto'

/** UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then randomness, so that rows sort by age. */
export const newApplicationId = (now: Date): string => {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Crockford's base 32: no I, L, O, U to be misheard or misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const group = (): string => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')

/** Number for people while there is no receipt number yet: two groups of four, 40 random bits. */
export const newReference = (): string => `${group()}-${group()}`

/** Recognises a form that already lies sealed here without its ID being kept: HMAC-SHA-256 by the booth's key. */
export const formMac = (macKey: Uint8Array, formId: string): Uint8Array =>
  createHmac('sha256', macKey).update(formId, 'ascii').digest()
