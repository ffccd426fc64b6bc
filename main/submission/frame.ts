import { maxFrameJsonBytes } from '../../intake/contract.ts'

/** One frame of the envelope format (intake/contract.ts): magic, length, JSON, raw body. */
export const writeFrame = (magic: string, json: unknown, body: Uint8Array): Uint8Array => {
  const head = Buffer.from(JSON.stringify(json), 'utf8')
  if (head.byteLength > maxFrameJsonBytes) {
    throw new RangeError(`a frame's JSON is ${head.byteLength} bytes, the format allows ${maxFrameJsonBytes}`)
  }
  const prefix = Buffer.alloc(8)
  prefix.write(magic, 0, 4, 'ascii')
  prefix.writeUInt32BE(head.byteLength, 4)
  return Buffer.concat([prefix, head, body])
}
