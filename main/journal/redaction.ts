/**
 * The last line of defence of the journal and the metrics. Facts are primitives of the caller's choosing
 * and never hold personal data by design; here anything that merely *looks* like it is refused.
 */

/** Longer than any code, id or reason that is recorded; shorter than a picture or a scanned text. */
const longestFact = 160

/** Digits as they are written in groups, full width included: "1234-5678 9012". */
const digitGroups = /\p{Nd}(?:[\s.\-‐-―]?\p{Nd})*/gu

/** 12 digits are a My Number, 13 a corporate number, 23 a form ID: no fact needs a run that long. */
const fewestRefusedDigits = 12

/** 1990-01-02, 1990/1/2, 19900102, 平成2年1月2日, H2.1.2: a day without a time may be a birthday. */
const calendarDate =
  /(?<!\p{Nd})(?:19|20)\p{Nd}{2}(?:[-/.年]\p{Nd}{1,2}[-/.月]\p{Nd}{1,2}|\p{Nd}{4})(?!\p{Nd})|(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR])\s?(?:\p{Nd}{1,2}|元)[年.\-/]\p{Nd}{1,2}[月.\-/]\p{Nd}{1,2}/u

/** Encoded bytes: base64, base64url or hexadecimal without a break. */
const encodedBytes = /[A-Za-z0-9+/_-]{40,}={0,2}|^data:/

/** Device files carry long names of makes and models. */
const devicePath = /\/dev\/[A-Za-z0-9/_.:-]{1,100}/g

/** Application IDs and boot IDs: random, bound to nobody, and sometimes all digits in one part. */
const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi

const digitCount = (run: string): number => run.replace(/\P{Nd}/gu, '').length

const withheldText = (text: string): boolean => {
  if (text.length > longestFact) return true
  const rest = text.replace(uuid, '')
  if ((rest.match(digitGroups) ?? []).some((run) => digitCount(run) >= fewestRefusedDigits)) return true
  return calendarDate.test(rest) || encodedBytes.test(rest.replace(devicePath, ''))
}

/** True where a fact must not be written. */
export const looksPersonal = (value: unknown): boolean => {
  switch (typeof value) {
    case 'string':
      return withheldText(value)
    case 'number':
      return withheldText(String(value))
    case 'boolean':
      return false
    default:
      return value !== null
  }
}

/** A fact's name is a word of ours, never something read or typed. */
export const isFactName = (name: string): boolean => /^[a-z][A-Za-z]{0,39}$/.test(name)
