import * as fc from 'fast-check'

/** Bytes and a way to cut them: what a decoder makes of them must not depend on the cuts. */
export const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 })

export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let at = 0
  for (const size of sizes) {
    if (at >= bytes.length) break
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  chunks.push(bytes.subarray(at))
  return chunks
}
