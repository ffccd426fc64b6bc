/**
 * Reads `multipart/x-mixed-replace` (MJPEG) as it arrives, in pieces of any size. Each part carries
 * `Content-Length` and, in `X-Timestamp`, when the picture was taken (milliseconds since 1970).
 */
export type MultipartFrame = Readonly<{ jpeg: Uint8Array<ArrayBuffer>; takenAt: number | null }>

/** Larger is no preview picture: the stream is damaged. */
const largestFrameBytes = 16 * 1024 * 1024
/** Part headers are a few short lines. */
const largestHeaderBytes = 4_096
const headerEnd = [13, 10, 13, 10] as const

/** Yields the frames of a stream. Throws when the stream is not what it says: the source then reconnects. */
export async function* readFrames(body: ReadableStream<Uint8Array>): AsyncGenerator<MultipartFrame> {
  let pending = new Uint8Array(0)
  for await (const chunk of body) {
    pending = joined(pending, chunk)
    for (;;) {
      const end = indexOfHeaderEnd(pending)
      if (end < 0) {
        if (pending.length > largestHeaderBytes) throw new Error('Preview: no part header found.')
        break
      }
      const { length, takenAt } = readHeader(pending.subarray(0, end))
      const start = end + headerEnd.length
      if (pending.length < start + length) break
      yield { jpeg: pending.slice(start, start + length), takenAt }
      pending = pending.slice(start + length)
    }
  }
}

function readHeader(bytes: Uint8Array): Readonly<{ length: number; takenAt: number | null }> {
  const text = new TextDecoder('latin1').decode(bytes)
  const length = Number(/^content-length:\s*(\d{1,10})\s*$/im.exec(text)?.[1] ?? Number.NaN)
  const takenAt = /^x-timestamp:\s*(\d{1,15})\s*$/im.exec(text)?.[1]
  if (!(length > 0 && length <= largestFrameBytes))
    throw new Error('Preview: a part without a usable length.')
  return { length, takenAt: takenAt === undefined ? null : Number(takenAt) }
}

function indexOfHeaderEnd(bytes: Uint8Array): number {
  const limit = Math.min(bytes.length - headerEnd.length, largestHeaderBytes)
  for (let at = 0; at <= limit; at++)
    if (headerEnd.every((byte, offset) => bytes[at + offset] === byte)) return at
  return -1
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(head.length + tail.length)
  all.set(head)
  all.set(tail, head.length)
  return all
}
