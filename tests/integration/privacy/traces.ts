import { createHash } from 'node:crypto'

/** What of an applicant must be found nowhere. */
export type ApplicantFacts = Readonly<{
  /** 23 digits. */
  formId: string
  /** YYYY-MM-DD */
  dateOfBirth: string
  /** Every picture of the session that the test has: stills and portrait, as encoded files. */
  pictures: readonly Uint8Array[]
}>

export type TraceKind = 'form-id' | 'date-of-birth' | 'picture'

/** Bytes that betray a fact, and how it is written there. */
export type Trace = Readonly<{ kind: TraceKind; form: string; bytes: Buffer }>

/** Shorter ones would be found by chance in a gigabyte of anything. */
const shortestTrace = 7

/** Every way in which form ID, date of birth and picture bytes may be written down. */
export const tracesOf = (facts: ApplicantFacts): readonly Trace[] =>
  [
    ...textsOf('form-id', idForms(facts.formId)),
    ...textsOf('date-of-birth', dateForms(facts.dateOfBirth)),
    ...hashesOf('form-id', facts.formId),
    ...hashesOf('date-of-birth', facts.dateOfBirth),
    ...facts.pictures.flatMap((picture, index) => pictureTraces(picture, index)),
  ].filter(({ bytes }) => bytes.length >= shortestTrace)

const fullWidth = (text: string): string =>
  text.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))

/** The whole ID and every part of ten digits of it: a half-masked ID is a leak, its last four digits are not. */
const idForms = (formId: string): readonly (readonly [string, string])[] => {
  const parts = Array.from(
    { length: formId.length - 9 },
    (_, start) => ['ten digits of it', formId.slice(start, start + 10)] as const,
  )
  return [['whole', formId], ['full width', fullWidth(formId)], ...parts]
}

/** First year of an era is year 1 (元年); the eras' first days (Imperial era law and its predecessors). */
const eras = [
  { name: '令和', letter: 'R', from: '2019-05-01', firstYear: 2019 },
  { name: '平成', letter: 'H', from: '1989-01-08', firstYear: 1989 },
  { name: '昭和', letter: 'S', from: '1926-12-25', firstYear: 1926 },
  { name: '大正', letter: 'T', from: '1912-07-30', firstYear: 1912 },
] as const

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const dateForms = (date: string): readonly (readonly [string, string])[] => {
  const [year = '', month = '', day = ''] = date.split('-')
  const [m, d] = [String(Number(month)), String(Number(day))]
  const numeric = ['-', '/', '.', ' ', ''].flatMap((separator) => [
    [year, month, day].join(separator),
    [day, month, year].join(separator),
    [month, day, year].join(separator),
  ])
  const short = ['-', '/', '.'].flatMap((separator) => [
    [year, m, d].join(separator),
    [d, m, year].join(separator),
    [m, d, year].join(separator),
  ])
  const japanese = [
    [month, day],
    [m, d],
  ].flatMap(([mm, dd]) => [
    `${year}年${mm}月${dd}日`,
    `${year}年 ${mm}月 ${dd}日`,
    `${year}년 ${mm}월 ${dd}일`,
  ])
  const name = months[Number(month) - 1] ?? ''
  const words = [name, name.slice(0, 3)].flatMap((word) => [
    `${word} ${d}, ${year}`,
    `${d} ${word} ${year}`,
    `${d} ${word}. ${year}`,
  ])
  const written = [...numeric, ...short, ...japanese, ...words, ...eraForms(date)]
  const instants = [`${date}T00:00:00Z`, `${date}T00:00:00+09:00`].map((text) => String(Date.parse(text)))
  const entry = [
    `"year":${year},"month":${m},"day":${d}`,
    `"year":${Number(year) - eraBase(date)},"month":${m},"day":${d}`,
  ]
  return [
    ...written.map((text) => ['written', text] as const),
    ...written
      .filter((text) => fullWidth(text) !== text)
      .map((text) => ['full width', fullWidth(text)] as const),
    ...instants.map((text) => ['milliseconds', text] as const),
    ...entry.map((text) => ['as the date entry', text] as const),
  ]
}

const eraOf = (date: string) => eras.find((era) => date >= era.from)
const eraBase = (date: string): number => (eraOf(date)?.firstYear ?? 1) - 1

const eraForms = (date: string): string[] => {
  const era = eraOf(date)
  if (!era) return []
  const [year, month = '', day = ''] = date.split('-')
  const eraYear = Number(year) - era.firstYear + 1
  const [m, d] = [String(Number(month)), String(Number(day))]
  const years = [String(eraYear), String(eraYear).padStart(2, '0'), ...(eraYear === 1 ? ['元'] : [])]
  return years.flatMap((y) =>
    [
      [month, day],
      [m, d],
    ].flatMap(([mm, dd]) => [
      `${era.name}${y}年${mm}月${dd}日`,
      `${era.name} ${y}年 ${mm}月 ${dd}日`,
      `${era.name}${y}.${mm}.${dd}`,
      `${era.name}${y}/${mm}/${dd}`,
      `${era.letter}${y}.${mm}.${dd}`,
      `${era.letter}${y}/${mm}/${dd}`,
      `${era.letter}${y}-${mm}-${dd}`,
      `${era.letter}${y}${month}${day}`,
    ]),
  )
}

/** Shift_JIS of the signs a date is written with (JIS X 0208); printers are sent this. */
const shiftJis: Readonly<Record<string, readonly number[]>> = {
  年: [0x94, 0x4e],
  月: [0x8c, 0x8e],
  日: [0x93, 0xfa],
  昭: [0x8f, 0xba],
  和: [0x98, 0x61],
  平: [0x95, 0xbd],
  成: [0x90, 0xac],
  令: [0x97, 0xdf],
  大: [0x91, 0xe5],
  正: [0x90, 0xb3],
  元: [0x8c, 0xb3],
}

const inShiftJis = (text: string): Buffer | undefined => {
  const bytes: number[] = []
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    const pair = shiftJis[sign]
    if (code < 0x80) bytes.push(code)
    else if (code >= 0xff10 && code <= 0xff19) bytes.push(0x82, 0x4f + code - 0xff10)
    else if (pair) bytes.push(...pair)
    else return undefined
  }
  return Buffer.from(bytes)
}

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length

const jsonEscaped = (text: string, upper: boolean): string =>
  text.replaceAll(/[^\x20-\x7e]/g, (sign) => {
    const hex = sign.charCodeAt(0).toString(16).padStart(4, '0')
    return `\\u${upper ? hex.toUpperCase() : hex}`
  })

const textsOf = (kind: TraceKind, forms: readonly (readonly [string, string])[]): Trace[] => {
  const unique = new Map(forms.map(([form, text]) => [text, form]))
  return [...unique].flatMap(([text, form]) => {
    const utf8 = Buffer.from(text)
    const utf16 = Buffer.from(text, 'utf16le')
    const sjis = isAscii(text) ? undefined : inShiftJis(text)
    const encoded: [string, Buffer][] = [
      ['UTF-8', utf8],
      ['UTF-16LE', utf16],
      ['UTF-16BE', Buffer.from(utf16).swap16()],
      ['hex', Buffer.from(utf8.toString('hex'))],
      ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
      ['percent-encoded', Buffer.from(encodeURIComponent(text))],
      ...inBase64(utf8).map((bytes): [string, Buffer] => ['base64', bytes]),
      ...inBase64(utf16).map((bytes): [string, Buffer] => ['base64 of UTF-16', bytes]),
      ...(sjis ? [['Shift_JIS', sjis] as [string, Buffer]] : []),
      ...(isAscii(text)
        ? []
        : [false, true].map((upper): [string, Buffer] => [
            'JSON escapes',
            Buffer.from(jsonEscaped(text, upper)),
          ])),
    ]
    return encoded.map(([encoding, bytes]) => ({ kind, form: `${form}, ${encoding}`, bytes }))
  })
}

/** What is the same in the base64 of any text that holds `bytes`: once for each of the three alignments. */
export const inBase64 = (bytes: Uint8Array): Buffer[] =>
  [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const first = shift === 0 ? 0 : shift + 1
    const whole = Math.floor(((shift + bytes.length) * 8) / 6)
    const core = text.slice(first, whole)
    const url = core.replaceAll('+', '-').replaceAll('/', '_')
    return (url === core ? [core] : [core, url]).map((spelling) => Buffer.from(spelling))
  })

/** An unkeyed hash can be found again by trying every date, or every ID of a list. */
const hashesOf = (kind: TraceKind, text: string): Trace[] =>
  ['md5', 'sha1', 'sha256'].flatMap((algorithm) => {
    const hash = createHash(algorithm).update(text).digest()
    const spellings: [string, Buffer][] = [
      ['raw', hash],
      ['hex', Buffer.from(hash.toString('hex'))],
      ['base64', Buffer.from(hash.toString('base64').replace(/=+$/, ''))],
      ['base64url', Buffer.from(hash.toString('base64url'))],
    ]
    return spellings.map(([spelling, bytes]) => ({ kind, form: `${algorithm}, ${spelling}`, bytes }))
  })

/** Bytes of a window: long enough to be the picture's own. */
const windowBytes = 48
const windowCount = 12

/** Pieces of the encoded picture: a file that is cut, or embedded in another, is found by them. */
const pictureTraces = (picture: Uint8Array, index: number): Trace[] => {
  const bytes = Buffer.from(picture)
  const start = scanStart(bytes)
  const step = Math.max(windowBytes, Math.floor((bytes.length - start) / windowCount))
  const traces: Trace[] = []
  for (let at = start; at + windowBytes <= bytes.length; at += step) {
    const piece = bytes.subarray(at, at + windowBytes)
    // A flat grey area repeats a few bytes and would be found in any picture.
    if (new Set(piece).size < windowBytes / 3) continue
    const form = `picture ${index + 1}, byte ${at}`
    traces.push({ kind: 'picture', form, bytes: piece })
    traces.push({ kind: 'picture', form: `${form}, hex`, bytes: Buffer.from(piece.toString('hex')) })
    for (const core of inBase64(piece)) traces.push({ kind: 'picture', form: `${form}, base64`, bytes: core })
  }
  return traces
}

/** The first byte behind a JPEG's tables, which are alike in all pictures of one encoder. */
const scanStart = (bytes: Buffer): number => {
  const startOfScan = bytes.indexOf(Buffer.from([0xff, 0xda]))
  return startOfScan === -1 ? 0 : startOfScan + 14
}

/** Digits that one person would still read as the ID: grouped, in cells, in tags, full width. As a latin1 expression. */
export const separatedDigits = (formId: string): readonly (readonly [string, RegExp])[] => {
  const join = (digit: (value: number) => string, separator: string): RegExp =>
    new RegExp(
      formId
        .split('')
        .map((value) => digit(Number(value)))
        .join(`(?:${separator}){0,3}`),
    )
  const signs = String.raw`[ \t\r\n\-_.,/:|"'+]`
  return [
    [
      'grouped, UTF-8',
      join(
        (value) => String.raw`(?:${value}|\xef\xbc\x9${value})`,
        String.raw`${signs}|\xe3\x80\x80|\xc2\xa0|\xe2\x80[\x80-\xaf]|<[^>]{0,80}>|\\[nt]|&[a-z0-9#]{2,8};`,
      ),
    ],
    [
      'grouped, UTF-16LE',
      join((value) => String.raw`(?:${value}\x00|\x1${value}\xff)`, `${signs}\\x00|\\x00\\x30`),
    ],
    [
      'grouped, UTF-16BE',
      join((value) => String.raw`(?:\x00${value}|\xff\x1${value})`, `\\x00${signs}|\\x30\\x00`),
    ],
  ]
}
