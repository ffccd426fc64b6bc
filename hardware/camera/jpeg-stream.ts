/*
 * JPEG markers (ITU-T T.81, table B.1). A segment says its own length, so that a thumbnail inside EXIF does not
 * end the picture; only after "start of scan" are the bytes searched for the next marker.
 */
const startOfImage = 0xd8
const endOfImage = 0xd9
const startOfScan = 0xda
/** Markers without a length: restart 0–7, and "temporary". */
const standsAlone = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01

type Place =
  /** Looking for FF D8. */
  | 'outside'
  /** Behind a segment: FF, then a marker. */
  | 'marker'
  | 'length-high'
  | 'length-low'
  | 'segment'
  /** Compressed data: until FF and something that is neither 0 nor a restart. */
  | 'scan'

/** A stream of JPEG pictures, one after another, cut anywhere → the pictures. Bytes between them are skipped. */
export class JpegStream {
  #chunks: Uint8Array[] = []
  #length = 0
  #place: Place = 'outside'
  #sawFF = false
  #left = 0
  #marker = 0
  readonly #maxBytes: number

  /** A picture of more than `maxBytes` is given up, and the next one looked for. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  push(bytes: Uint8Array): Uint8Array[] {
    const pictures: Uint8Array[] = []
    let from = this.#place === 'outside' ? -1 : 0
    for (let at = 0; at < bytes.length; at++) {
      const before = this.#place
      // Megabytes of compressed data: only FF can mean something there.
      if ((before === 'scan' || before === 'outside') && !this.#sawFF) {
        const next = bytes.indexOf(0xff, at)
        at = next < 0 ? bytes.length - 1 : next
      }
      const byte = bytes[at] ?? 0
      if (before === 'segment') {
        // Segments are skipped in one step.
        const skipped = Math.min(this.#left, bytes.length - at)
        this.#left -= skipped
        at += skipped - 1
        if (this.#left === 0) this.#enter(this.#marker === startOfScan ? 'scan' : 'marker')
      } else this.#step(byte)

      if (before === 'outside' && this.#place !== 'outside') {
        // The FF of FF D8 can stand in the chunk before.
        if (at === 0) this.#keep(Uint8Array.of(0xff))
        from = Math.max(0, at - 1)
      } else if (before !== 'outside' && this.#place === 'outside') {
        this.#keep(bytes.subarray(from, at + 1))
        if (this.#marker === endOfImage && this.#length <= this.#maxBytes) pictures.push(this.#take())
        this.#forget()
        from = -1
      }
      if (from >= 0 && this.#length + at - from > this.#maxBytes) {
        this.#forget()
        this.#enter('outside')
        from = -1
      }
    }
    if (from >= 0) this.#keep(bytes.slice(from))
    return pictures
  }

  #step(byte: number): void {
    switch (this.#place) {
      case 'outside':
        if (this.#sawFF && byte === startOfImage) this.#enter('marker')
        else this.#sawFF = byte === 0xff
        return
      case 'marker':
        if (byte === 0xff) this.#sawFF = true
        else if (!this.#sawFF) this.#giveUp()
        else this.#meet(byte)
        return
      case 'length-high':
        this.#left = byte << 8
        this.#place = 'length-low'
        return
      case 'length-low':
        // The length counts its own two bytes.
        this.#left += byte - 2
        if (this.#left < 0) this.#giveUp()
        else if (this.#left === 0) this.#enter(this.#marker === startOfScan ? 'scan' : 'marker')
        else this.#place = 'segment'
        return
      case 'scan':
        if (byte === 0xff) this.#sawFF = true
        else if (this.#sawFF && byte !== 0 && !standsAlone(byte)) this.#meet(byte)
        else this.#sawFF = false
        return
      case 'segment':
        return
    }
  }

  #meet(marker: number): void {
    this.#marker = marker
    if (marker === endOfImage) this.#enter('outside')
    else if (marker === startOfImage || marker === 0) this.#giveUp()
    else if (standsAlone(marker)) this.#enter('marker')
    else this.#place = 'length-high'
  }

  #giveUp(): void {
    this.#marker = 0
    this.#enter('outside')
  }

  #enter(place: Place): void {
    this.#place = place
    this.#sawFF = false
  }

  #keep(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.#length += bytes.length
  }

  #take(): Uint8Array {
    return Buffer.concat(this.#chunks)
  }

  #forget(): void {
    this.#chunks = []
    this.#length = 0
  }
}
