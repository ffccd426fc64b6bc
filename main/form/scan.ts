import { isFormId } from './form-id.ts'
import { myNumberCheckDigitFits } from './my-number.ts'

/**
 * What a scanned code is. Only `form-id` carries anything of the code: whatever else was held up
 * (a My Number above all) is gone when this returns.
 */
export type ScanResult =
  | Readonly<{ result: 'form-id'; formId: string }>
  /** Twelve digits. `checkDigitFits` chooses the wording and nothing else. */
  | Readonly<{ result: 'my-number'; checkDigitFits: boolean }>
  | Readonly<{
      result:
        | 'corporate-number'
        | 'wrong-length'
        | 'not-digits'
        | 'url-without-id'
        | 'several-ids'
        | 'other-url'
        | 'layout-damaged'
    }>

/**
 * Where form IDs may come from. The real parameter name is known only under contract (domain.md §2.2),
 * so it is configuration; without names every parameter and path segment is looked at.
 */
export type ScanPatterns = Readonly<{
  /** A URL's host must equal one of these or be a subdomain of it. */
  hosts: readonly string[]
  /** Names of the parameters that may carry the ID; empty: any parameter or path segment. */
  parameters: readonly string[]
}>

/** The only attested host (domain.md §2.2). */
export const defaultScanPatterns: ScanPatterns = { hosts: ['kojinbango-card.go.jp'], parameters: [] }

const myNumberLength = 12
const corporateNumberLength = 13

/** Full-width ASCII and the ideographic space, as a Japanese input method writes them. */
const toHalfWidth = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')

/** Spaces, control characters and invisible marks at either end; an AIM symbology identifier (']Q1') in front. */
const edges = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu
const trim = (text: string): string =>
  text
    .replace(edges, '')
    .replace(/^\][A-Za-z][0-9A-Za-z]/, '')
    .replace(edges, '')

const separators = /[ \u00a0\u2007\u202f\-\u2010-\u2015\u2212]/g

const hasScheme = (text: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(text)

/**
 * A reader set to another keyboard layout than the host's: '://' comes as '+//' (US reader, Japanese
 * host), "'//" (the reverse) or 'Ö--' (German); digits come as the top row of a French keyboard;
 * letters come as kana when an input method is on (domain.md §2.5).
 */
const isLayoutDamaged = (text: string): boolean =>
  /^https?[^a-z0-9:]/i.test(text) || /^[&é"'(\-è_çà]{8,}$/i.test(text) || /^[ぁ-ゖァ-ヺー゛゜]{3}/.test(text)

function classifyUrl(text: string, patterns: ScanPatterns): ScanResult {
  const url = URL.canParse(text) ? new URL(text) : null
  const known =
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    patterns.hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
  if (!known) return { result: 'other-url' }
  const values =
    patterns.parameters.length > 0
      ? patterns.parameters.flatMap((name) => url.searchParams.getAll(name))
      : [...url.searchParams.values(), ...url.pathname.split('/')]
  const ids = [...new Set(values.filter(isFormId))]
  const [formId] = ids
  if (formId === undefined) return { result: 'url-without-id' }
  return ids.length === 1 ? { result: 'form-id', formId } : { result: 'several-ids' }
}

/** Classifies one scanned code of any content. Never throws; keeps nothing. */
export function classifyScan(code: string, patterns: ScanPatterns = defaultScanPatterns): ScanResult {
  const text = trim(toHalfWidth(code))
  if (hasScheme(text)) return classifyUrl(text, patterns)
  const digits = text.replace(separators, '')
  if (/^[0-9]*$/.test(digits)) {
    if (isFormId(digits)) return { result: 'form-id', formId: digits }
    if (digits.length === myNumberLength)
      return { result: 'my-number', checkDigitFits: myNumberCheckDigitFits(digits) }
    return { result: digits.length === corporateNumberLength ? 'corporate-number' : 'wrong-length' }
  }
  return { result: isLayoutDamaged(text) ? 'layout-damaged' : 'not-digits' }
}
