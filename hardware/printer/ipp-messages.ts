/*
 * Messages of the Internet Printing Protocol: RFC 8010 (encoding), RFC 8011 (meaning). Only what a slip printer
 * needs: five operations, flat attributes.
 */

export const operations = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getPrinterAttributes: 0x000b,
} as const

const delimiters = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04 } as const
/** Tags below are delimiters of groups, from here on they are types of values (RFC 8010, section 3.5). */
const firstValueTag = 0x10

const tags = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
} as const

type ValueTag = keyof typeof tags

export type RequestAttribute = Readonly<{
  type: ValueTag
  name: string
  values: readonly (string | number)[]
}>

/** A request; `requestId` is given back by the answer. The document, if any, follows behind it. */
export function encodeRequest(
  operation: number,
  requestId: number,
  attributes: readonly RequestAttribute[],
): Uint8Array {
  const parts: Uint8Array[] = []
  const header = Buffer.alloc(8)
  header.writeUInt16BE(0x0200, 0) // version 2.0
  header.writeUInt16BE(operation, 2)
  header.writeUInt32BE(requestId, 4)
  parts.push(header, Uint8Array.of(delimiters.operation))
  // Charset and language come first, in this order (RFC 8011, section 4.1.4).
  const all: readonly RequestAttribute[] = [
    { type: 'charset', name: 'attributes-charset', values: ['utf-8'] },
    { type: 'language', name: 'attributes-natural-language', values: ['en'] },
    ...attributes,
  ]
  for (const { type, name, values } of all) {
    for (const [index, value] of values.entries()) {
      // Further values of an attribute have an empty name.
      parts.push(
        Uint8Array.of(tags[type]),
        counted(Buffer.from(index === 0 ? name : '')),
        counted(encodeValue(value)),
      )
    }
  }
  parts.push(Uint8Array.of(delimiters.end))
  return Buffer.concat(parts)
}

function encodeValue(value: string | number): Buffer {
  if (typeof value === 'string') return Buffer.from(value)
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function counted(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

export type IppResponse = Readonly<{
  /** 0x0000–0x00ff: successful; 0x0400…: our mistake; 0x0500…: the server's. */
  status: number
  /** Attributes of all groups by name; what is not an integer, a boolean or a text is left out. */
  attributes: ReadonlyMap<string, readonly (string | number | boolean)[]>
}>

/** Enough for any printer's answer to the attributes we ask for. */
const maxAttributes = 1_000

/** Undefined: not an IPP response. */
export function decodeResponse(bytes: Uint8Array): IppResponse | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 9) return undefined
  const status = view.getUint16(2)
  const attributes = new Map<string, (string | number | boolean)[]>()
  let current: (string | number | boolean)[] = []
  let count = 0
  let at = 8
  while (at < bytes.length) {
    const tag = bytes[at++] ?? 0
    if (tag === delimiters.end) return { status, attributes }
    if (tag < firstValueTag) continue
    if (++count > maxAttributes) return undefined
    const name = field()
    const value = field()
    if (name === undefined || value === undefined) return undefined
    if (name.length > 0) {
      current = []
      attributes.set(latin1.decode(name), current)
    }
    const decoded = decodeValue(tag, value)
    if (decoded !== undefined) current.push(decoded)
  }
  return undefined

  /** A length in two bytes, and so many bytes. */
  function field(): Uint8Array | undefined {
    if (at + 2 > bytes.length) return undefined
    const length = view.getUint16(at)
    const from = at + 2
    if (from + length > bytes.length) return undefined
    at = from + length
    return bytes.subarray(from, at)
  }
}

const utf8 = new TextDecoder()
const latin1 = new TextDecoder('latin1')

function decodeValue(tag: number, value: Uint8Array): string | number | boolean | undefined {
  if ((tag === tags.integer || tag === tags.enum) && value.length === 4)
    return new DataView(value.buffer, value.byteOffset).getInt32(0)
  if (tag === tags.boolean && value.length === 1) return value[0] === 1
  // 0x40–0x5f: character strings of all kinds.
  if (tag >= 0x40 && tag <= 0x5f) return utf8.decode(value)
  return undefined
}
