import { fromRaster } from '../../main/photo/decode.ts'
import type { Raster } from '../../main/photo/analysis/raster.ts'
import type { ReasonCode } from '../../main/photo/contract.ts'
import {
  addNoise,
  cut,
  drawBehind,
  drawOver,
  expose,
  jpeg,
  putBehind,
  rasterOf,
  relight,
  scale,
  stops,
  tone,
  turn,
} from './paint.ts'
import type { Subject } from './subject.ts'
import type { Variation } from './variation.ts'

const defect = (
  name: string,
  codes: readonly ReasonCode[],
  change: (subject: Subject, other: Subject) => Raster | Promise<Raster>,
): Variation => ({ name, codes, make: async (subject, other) => await jpeg(await change(subject, other)) })

/** Light from one side: the dark side loses `depth` stops against the bright one. */
const sideLight = (depth: number, side: 1 | -1) => (subject: Subject) =>
  relight(
    subject.raster,
    (x) => 2 ** ((depth / 2) * (side * Math.tanh((x - subject.origin.x) / (0.5 * subject.unit)) - 1)),
  )

const blurred =
  (share: number) =>
  async ({ raster, unit }: Subject) =>
    await rasterOf(fromRaster(raster).blur(unit * share))

/** Camera shake along a line of `share` inter-eye distances. */
const shaken =
  (share: number, down: boolean) =>
  async ({ raster, unit }: Subject) => {
    const length = Math.max(3, Math.round(unit * share) | 1)
    // sharp's kernels are 3 to 1001 wide: a line of ones across or down.
    const size = { width: down ? 3 : length, height: down ? length : 3 }
    const kernel = Array.from({ length: size.width * size.height }, (_, index) =>
      down ? (index % 3 === 1 ? 1 : 0) : Math.floor(index / length) === 1 ? 1 : 0,
    )
    return await rasterOf(fromRaster(raster).convolve({ ...size, kernel, scale: length }))
  }

/** A pattern on the wall; `tile` is a share of the picture's width. */
const patterned = (share: number, content: (size: number) => string) => (subject: Subject) => {
  const size = Math.round(subject.raster.width * share)
  return drawBehind(
    subject,
    `<defs><pattern id="p" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${content(size)}</pattern></defs>` +
      '<rect width="100%" height="100%" fill="url(#p)"/>',
  )
}

const wall = (colour: string) => (subject: Subject) =>
  drawBehind(subject, `<rect width="100%" height="100%" fill="${colour}"/>`)

/** Things on or before the wall; places and sizes as shares of the picture. */
const behind = (content: string) => (subject: Subject) =>
  drawBehind(
    subject,
    `<svg width="100%" height="100%" viewBox="0 0 1 1" preserveAspectRatio="none">${content}</svg>`,
  )

/** The back of a chair to both sides of the head. */
const headrest = (colour: string) => (subject: Subject) => {
  const { origin, unit, crown } = subject
  return drawBehind(
    subject,
    `<rect x="${origin.x - 1.75 * unit}" y="${origin.y - crown * 0.7 * unit}" width="${3.5 * unit}" height="${6 * unit}" rx="${0.5 * unit}" fill="${colour}"/>`,
  )
}

/** A shadow of the head and shoulders on the wall, moved to a side and softened. */
const shadow = (across: number, depth: number) => (subject: Subject) => {
  const { raster, person, unit } = subject
  const shift = across * unit
  const soft = 0.12 * unit
  return putBehind(
    subject,
    relight(raster, (x, y) => {
      const shade =
        (person(x - shift - soft, y - 0.1 * unit) +
          person(x - shift, y) +
          person(x - shift + soft, y - 0.2 * unit)) /
        3
      return 1 - depth * shade
    }),
  )
}

/** Another person beside this one, whose head is `share` as large. */
const beside =
  (share: number) =>
  async (subject: Subject, other: Subject): Promise<Raster> => {
    const { raster, origin, unit } = subject
    const room = Math.round(unit * 2.4)
    const wide = await cut(raster, {
      left: -room,
      top: 0,
      width: raster.width + 2 * room,
      height: raster.height,
    })
    const factor = (share * unit) / other.unit
    const person = await scale(other.raster, factor)
    const alpha = Buffer.alloc(person.width * person.height)
    for (let y = 0; y < person.height; y++) {
      for (let x = 0; x < person.width; x++) {
        alpha[y * person.width + x] =
          255 * Math.min(1, Math.max(0, (other.person(x / factor, y / factor) - 0.35) / 0.5))
      }
    }
    const cutOut = await sharpWithAlpha(person, alpha)
    const left = Math.round(room + origin.x + 2.3 * unit - other.origin.x * factor)
    const top = Math.round(origin.y - other.origin.y * factor)
    const clipped = await fromClipped(cutOut, person, { left, top }, wide)
    return await rasterOf(fromRaster(wide).composite([clipped]))
  }

async function sharpWithAlpha(person: Raster, alpha: Buffer): Promise<Buffer> {
  return await fromRaster(person)
    .joinChannel(alpha, { raw: { width: person.width, height: person.height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/** What of an overlay lies within the picture. */
async function fromClipped(
  overlay: Buffer,
  size: Readonly<{ width: number; height: number }>,
  at: Readonly<{ left: number; top: number }>,
  picture: Raster,
): Promise<{ input: Buffer; left: number; top: number }> {
  const left = Math.max(0, at.left)
  const top = Math.max(0, at.top)
  const width = Math.min(picture.width, at.left + size.width) - left
  const height = Math.min(picture.height, at.top + size.height) - top
  const { default: sharp } = await import('sharp')
  const input = await sharp(overlay)
    .extract({ left: left - at.left, top: top - at.top, width, height })
    .toBuffer()
  return { input, left, top }
}

/** The picture cut so that `share` of the head is missing above (negative: so little room is left). */
const cutAbove =
  (share: number) =>
  ({ raster, origin, crown, chin, unit }: Subject) => {
    const top = Math.round(origin.y - crown * unit + share * (crown + chin) * unit)
    return cut(raster, { left: 0, top, width: raster.width, height: raster.height - top })
  }

/** The picture cut at a side, `room` inter-eye distances from the middle of the face. */
const cutAside =
  (room: number, right: boolean) =>
  ({ raster, origin, unit }: Subject) => {
    const edge = Math.round(right ? origin.x + room * unit : origin.x - room * unit)
    return right
      ? cut(raster, { left: 0, top: 0, width: edge, height: raster.height })
      : cut(raster, { left: edge, top: 0, width: raster.width - edge, height: raster.height })
  }

const cast =
  (red: number, green: number, blue: number) =>
  ({ raster }: Subject) =>
    expose(raster, [red, green, blue])

const plain: readonly ReasonCode[] = ['background-not-plain']
const coloured: readonly ReasonCode[] = ['background-not-light', 'background-not-plain']
const shadowed: readonly ReasonCode[] = ['background-shadow', 'background-not-plain', 'uneven-light']
const uneven: readonly ReasonCode[] = ['uneven-light', 'background-shadow']
const dark: readonly ReasonCode[] = ['too-dark', 'low-contrast', 'background-not-light']
const burnt: readonly ReasonCode[] = ['too-bright', 'low-contrast']
const outside: readonly ReasonCode[] = ['head-cut-off', 'margin-missing']
const small: readonly ReasonCode[] = ['face-too-small', 'dimensions-too-small']
const slanted: readonly ReasonCode[] = ['tilted']

export const pictureDefects: readonly Variation[] = [
  ...([1.6, 2.4] as const).flatMap((depth) => [
    defect(`light from the right, ${depth} stops`, uneven, sideLight(depth, 1)),
    defect(`light from the left, ${depth} stops`, uneven, sideLight(depth, -1)),
  ]),
  ...[-2.2, -2.6, -3, -3.5].map((ev) => defect(`${ev} EV`, dark, ({ raster }) => expose(raster, stops(ev)))),
  ...[2, 2.5].map((ev) => defect(`+${ev} EV`, burnt, ({ raster }) => expose(raster, stops(ev)))),
  defect('cast, yellow', ['colour-cast'], cast(1, 0.86, 0.35)),
  defect('cast, red', ['colour-cast'], cast(1, 0.5, 0.5)),
  defect('cast, magenta', ['colour-cast'], cast(1, 0.55, 1)),
  defect('cast, blue', ['colour-cast'], cast(0.45, 0.65, 1)),
  defect('cast, cyan', ['colour-cast'], cast(0.4, 0.9, 0.95)),
  defect('cast, green', ['colour-cast'], cast(0.6, 1, 0.55)),
  defect('fog', ['low-contrast'], ({ raster }) => tone(raster, (share) => 0.62 + 0.1 * share)),
  ...[0.02, 0.03, 0.05].map((share) =>
    defect(`out of focus, ${share} of the eyes' distance`, ['blurred'], blurred(share)),
  ),
  ...[0.08, 0.14].flatMap((share) => [
    defect(`shaken across, ${share}`, ['blurred'], shaken(share, false)),
    defect(`shaken down, ${share}`, ['blurred'], shaken(share, true)),
  ]),
  ...[14, 22].map((sigma) => defect(`noise ${sigma}`, ['noisy'], ({ raster }) => addNoise(raster, sigma))),
  ...[3, 5, 8].map((quality) => ({
    name: `JPEG ${quality}`,
    codes: ['compressed' as const],
    make: async ({ raster }: Subject) => await jpeg(raster, quality),
  })),
  defect(
    'wall, bricks',
    coloured,
    patterned(
      0.08,
      (size) =>
        `<rect width="${size}" height="${size}" fill="#c9bdb0"/><rect x="1" y="1" width="${size - 3}" height="${size / 2 - 3}" fill="#a2543f"/><rect x="${-size / 2}" y="${size / 2 + 1}" width="${size - 3}" height="${size / 2 - 3}" fill="#96492f"/><rect x="${size / 2}" y="${size / 2 + 1}" width="${size - 3}" height="${size / 2 - 3}" fill="#96492f"/>`,
    ),
  ),
  defect(
    'wall, stripes',
    plain,
    patterned(
      0.09,
      (size) =>
        `<rect width="${size}" height="${size}" fill="#efe9dc"/><rect width="${size / 2}" height="${size}" fill="#c9cfd8"/>`,
    ),
  ),
  defect(
    'wall, flowers',
    plain,
    patterned(
      0.1,
      (size) =>
        `<rect width="${size}" height="${size}" fill="#f1ece2"/><circle cx="${size * 0.3}" cy="${size * 0.3}" r="${size * 0.2}" fill="#c98a96"/><circle cx="${size * 0.75}" cy="${size * 0.7}" r="${size * 0.16}" fill="#8fae86"/>`,
    ),
  ),
  defect(
    'wall, tiles',
    plain,
    patterned(
      0.12,
      (size) =>
        `<rect width="${size}" height="${size}" fill="#8f9499"/><rect x="${size * 0.04}" y="${size * 0.04}" width="${size * 0.92}" height="${size * 0.92}" fill="#eef1f2"/>`,
    ),
  ),
  defect(
    'curtain',
    plain,
    patterned(
      0.08,
      (size) =>
        `<defs><linearGradient id="g"><stop offset="0" stop-color="#8d8a90"/><stop offset="0.5" stop-color="#e4e1e6"/><stop offset="1" stop-color="#8d8a90"/></linearGradient></defs><rect width="${size}" height="${size}" fill="url(#g)"/>`,
    ),
  ),
  defect(
    'poster, left',
    plain,
    behind(
      '<rect x="0.02" y="0.05" width="0.16" height="0.24" fill="#2f5aa8"/><circle cx="0.1" cy="0.15" r="0.05" fill="#e9c64a"/>',
    ),
  ),
  defect(
    'poster, right',
    plain,
    behind(
      '<rect x="0.83" y="0.02" width="0.15" height="0.22" fill="#b9512f"/><rect x="0.85" y="0.06" width="0.11" height="0.05" fill="#fff"/>',
    ),
  ),
  defect('door frame', plain, behind('<rect x="0.86" y="0" width="0.14" height="1" fill="#7a5a3c"/>')),
  defect('open door, dark', plain, behind('<rect x="0" y="0" width="0.15" height="1" fill="#2b2b2e"/>')),
  defect(
    'shelf',
    plain,
    behind(
      '<rect x="0" y="0.12" width="1" height="0.03" fill="#6b4a2f"/><rect x="0.03" y="0.02" width="0.04" height="0.1" fill="#a33"/><rect x="0.08" y="0.03" width="0.03" height="0.09" fill="#335"/><rect x="0.9" y="0.01" width="0.05" height="0.11" fill="#363"/>',
    ),
  ),
  defect('headrest, dark', plain, headrest('#2a2a2e')),
  defect('headrest, red', plain, headrest('#8f2a2a')),
  defect('wall, red', coloured, wall('#b4202a')),
  defect('wall, blue', coloured, wall('#2f62b8')),
  defect('wall, sky blue', coloured, wall('#6fb0e0')),
  defect('wall, green', coloured, wall('#3f9a52')),
  defect('wall, yellow', coloured, wall('#e8c93a')),
  defect('wall, orange', coloured, wall('#e08a3a')),
  defect('wall, purple', coloured, wall('#7a4fa0')),
  defect('wall, dark grey', coloured, wall('#4c4c50')),
  defect('wall, grey', coloured, wall('#6e6e72')),
  defect('wall, black', coloured, wall('#141416')),
  defect('wall, brown', coloured, wall('#5a4030')),
  ...([1, -1] as const).map((side) =>
    defect(`shadow ${side > 0 ? 'right' : 'left'}, hard`, shadowed, shadow(0.55 * side, 0.6)),
  ),
  ...([1, -1] as const).map((side) =>
    defect(`shadow ${side > 0 ? 'right' : 'left'}, softer`, shadowed, shadow(0.8 * side, 0.4)),
  ),
  ...[0.9, 0.6, 0.4, 0.25].map((share) =>
    defect(`second person, ${share}`, ['several-faces'], beside(share)),
  ),
  ...[0.08, 0.15, 0.3].map((share) => defect(`cut above, ${share} of the head`, outside, cutAbove(share))),
  defect('no room above', outside, cutAbove(0)),
  ...[0.6, 1].flatMap((room) => [
    defect(`at the left edge, ${room}`, [...outside, 'face-hidden', 'no-face'], cutAside(room, false)),
    defect(`at the right edge, ${room}`, [...outside, 'face-hidden', 'no-face'], cutAside(room, true)),
  ]),
  defect('head too small', small, ({ raster, unit }) => scale(raster, 70 / unit)),
  defect('far away', small, async (subject) => {
    const little = await scale(subject.raster, 55 / subject.unit)
    const wide = { width: little.width * 3, height: little.height * 2 }
    const empty = await rasterOf(
      fromRaster(little)
        .resize({ ...wide, fit: 'fill' })
        .blur(60),
    )
    return await drawOver(await placed(empty, little), '')
  }),
  ...[14, 20, 25].flatMap((degrees) => [
    defect(`tilted ${degrees}°`, slanted, (subject) => turn(subject, degrees)),
    defect(`tilted −${degrees}°`, slanted, (subject) => turn(subject, -degrees)),
  ]),
  ...[90, 180, 270].map((degrees) =>
    defect(
      `standing at ${degrees}°`,
      [...slanted, 'no-face'],
      async ({ raster }) => await rasterOf(fromRaster(raster).rotate(degrees)),
    ),
  ),
]

async function placed(empty: Raster, little: Raster): Promise<Raster> {
  return await rasterOf(
    fromRaster(empty).composite([
      {
        input: Buffer.from(little.data),
        raw: { width: little.width, height: little.height, channels: 3 },
        left: little.width,
        top: little.height,
      },
    ]),
  )
}
