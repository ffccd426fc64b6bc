import { ja } from './ja.ts'
import type { StaffKey, StaffTranslate } from './index.ts'

/*
 * How a readiness report is said: the same words on the screen, in the PDF and on the command line.
 */

/** Keys without arguments, found at run time: a code or a measure that a driver reports. */
const isKey = (key: string): key is StaffKey => key in ja

const sayIf = (t: StaffTranslate, key: string): string | undefined =>
  // A key found by its name takes no arguments: those of faults, findings, measures and reasons have none.
  isKey(key) ? (t as (key: StaffKey) => string)(key) : undefined

/** What is the matter and what to do, for whom it is said. An unknown code stands for itself. */
export const findingSentence = (t: StaffTranslate, code: string, role: 'operator' | 'technician'): string =>
  sayIf(t, `finding.${code}`) ?? sayIf(t, `fault.${code}.${role}`) ?? code

/** What is the matter, then where to look: for a technician both, where they are not the same. */
export const findingSentences = (
  t: StaffTranslate,
  code: string,
  role: 'operator' | 'technician',
): readonly string[] => [...new Set([findingSentence(t, code, 'operator'), findingSentence(t, code, role)])]

/** A measure that has no word is shown under its English key. */
export const measureName = (t: StaffTranslate, name: string): string => {
  const program = /^memory of (.+)$/.exec(name)?.[1]
  if (program !== undefined) return t('measure.memory-of', { program })
  const place = /^usb(\d+)$/.exec(name)?.[1]
  if (place !== undefined) return t('measure.usb', { number: Number(place) })
  return sayIf(t, `measure.${name}`) ?? name
}

export const reasonWords = (t: StaffTranslate, reason: string): string =>
  sayIf(t, `reason.${reason}`) ?? reason

type MeasureLike = Readonly<{
  value: string | number | boolean
  unit: string
  least?: number | undefined
  most?: number | undefined
}>

/** Units that are words; the others are signs of all languages. */
export const measureValue = (t: StaffTranslate, { value, unit }: MeasureLike): string => {
  if (typeof value === 'boolean') return t(value ? 'report.yes' : 'report.no')
  if (unit === 'd' && typeof value === 'number') return t('age.days', { count: value })
  if (unit === 'h' && typeof value === 'number') return t('age.hours', { count: value })
  if (unit === 'time') return new Date(value).toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo' })
  return unit === '' ? String(value) : `${value} ${unit}`
}

/** Empty where there is no limit. */
export const limitWords = (t: StaffTranslate, { least, most }: MeasureLike): string => {
  if (least !== undefined && least === -(most ?? 0)) return `±${most}`
  if (least !== undefined && most !== undefined) return t('report.between', { least, most })
  if (least !== undefined) return t('report.at-least', { limit: least })
  return most === undefined ? '' : t('report.at-most', { limit: most })
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** "41 s", "3 h": the greatest unit that is not nought. */
export const ageWords = (t: StaffTranslate, seconds: number): string => {
  if (seconds < minute) return t('age.seconds', { count: seconds })
  if (seconds < hour) return t('age.minutes', { count: Math.floor(seconds / minute) })
  if (seconds < day) return t('age.hours', { count: Math.floor(seconds / hour) })
  return t('age.days', { count: Math.floor(seconds / day) })
}

export const verdictWords = (
  t: StaffTranslate,
  verdict: 'ready' | 'ready-with-warnings' | 'not-ready',
  count: number,
): string => (verdict === 'ready' ? t('verdict.ready') : t(`verdict.${verdict}`, { count }))
