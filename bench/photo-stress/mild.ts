import { fromRaster } from '../../main/photo/decode.ts'
import {
  addNoise,
  cut,
  drawBehind,
  drawOver,
  expose,
  grey,
  jpeg,
  onFace,
  rasterOf,
  relight,
  scale,
  stops,
  tone,
  turn,
} from './paint.ts'
import type { Raster } from '../../main/photo/analysis/raster.ts'
import type { Rgb, Subject } from './subject.ts'
import type { Variation } from './variation.ts'

/** A change to the picture, written as a camera writes it. */
const mild = (name: string, change: (subject: Subject) => Raster | Promise<Raster>): Variation => ({
  name,
  codes: [],
  make: async (subject) => await jpeg(await change(subject)),
})

/** A window of the shape `ratio` (width / height) in which the head takes `share` of the height. */
async function framed(
  { raster, origin, crown, chin, unit }: Subject,
  ratio: number,
  share: number,
): Promise<Raster> {
  const height = ((crown + chin) * unit) / share
  const top = Math.min(origin.y - crown * unit - height * 0.13, raster.height - height)
  return await cut(raster, { left: origin.x - (height * ratio) / 2, top, width: height * ratio, height })
}

/** Frames and lenses of clear glasses; shapes in inter-eye distances. */
const glasses =
  (lens: (side: number) => string, stroke: number, colour: string): ((subject: Subject) => string) =>
  (subject) =>
    onFace(
      subject,
      `<g fill="#ffffff" fill-opacity="0.03" stroke="${colour}" stroke-width="${stroke}">` +
        `${lens(-1)}${lens(1)}<path d="M -0.12 0.02 Q 0 -0.06 0.12 0.02" fill="none"/>` +
        `<path d="M -0.9 -0.05 L -1.1 -0.1 M 0.9 -0.05 L 1.1 -0.1" fill="none"/></g>`,
    )
const round = (side: number): string => `<circle cx="${side * 0.5}" cy="0.06" r="0.36"/>`
const oblong = (side: number): string =>
  `<rect x="${side * 0.5 - 0.4}" y="-0.2" width="0.8" height="0.5" rx="0.1"/>`

const light = (red: number, green: number, blue: number) => (subject: Subject) =>
  expose(subject.raster, [red, green, blue])

const vignette =
  (strength: number) =>
  ({ raster }: Subject) => {
    const half = Math.hypot(raster.width, raster.height) / 2
    return relight(
      raster,
      (x, y) => 1 - strength * (Math.hypot(x - raster.width / 2, y - raster.height / 2) / half) ** 2,
    )
  }

const wall = (colour: string) => (subject: Subject) =>
  drawBehind(subject, `<rect width="100%" height="100%" fill="${colour}"/>`)

/** Light falling off over the wall, from one side or from above. */
const slopingWall = (across: number, down: number) => (subject: Subject) => {
  const { raster } = subject
  return relight(raster, (x, y) =>
    subject.person(x, y) > 0.5 ? 1 : 1 + across * (x / raster.width - 0.5) + down * (y / raster.height - 0.5),
  )
}

/** What a plain booth with a small camera makes of it: warm, grainy, compressed, darker at the corners. */
async function snapshot(subject: Subject, gains: Rgb, height: number, sigma: number, quality: number) {
  const shaded = vignette(0.25)(subject)
  const small = await scale(expose(shaded, gains), height / subject.raster.height)
  return await jpeg(addNoise(small, sigma), quality)
}

export const mildVariations: readonly Variation[] = [
  mild('as it is', ({ raster }) => raster),
  mild('+0.3 EV', ({ raster }) => expose(raster, stops(0.3))),
  mild('−0.3 EV', ({ raster }) => expose(raster, stops(-0.3))),
  mild('−0.6 EV', ({ raster }) => expose(raster, stops(-0.6))),
  mild('gamma 0.88', ({ raster }) => tone(raster, (share) => share ** 0.88)),
  mild('gamma 1.14', ({ raster }) => tone(raster, (share) => share ** 1.14)),
  mild('crushed blacks', ({ raster }) => tone(raster, (share) => (share - 0.13) / 0.87)),
  mild('more contrast', ({ raster }) => tone(raster, (share) => 0.5 + (share - 0.5) * 1.1)),
  mild('less contrast', ({ raster }) => tone(raster, (share) => 0.5 + (share - 0.5) * 0.85)),
  mild('warm lamps', light(1.06, 1, 0.86)),
  mild('cool lamps', light(0.94, 1, 1.08)),
  mild('greenish lamps', light(0.97, 1, 0.96)),
  mild('grey', ({ raster }) => grey(raster)),
  ...[60, 75, 90].map((quality) => ({
    name: `JPEG ${quality}`,
    codes: [],
    make: async ({ raster }: Subject) => await jpeg(raster, quality),
  })),
  mild('a bit smaller', ({ raster, unit }) => scale(raster, Math.max(0.6, 130 / unit))),
  mild('three quarters', ({ raster }) => scale(raster, 0.75)),
  mild('one and a half', ({ raster }) => scale(raster, 1.5)),
  mild('twice as large', ({ raster }) => scale(raster, 2)),
  mild('mirrored', async ({ raster }) => await rasterOf(fromRaster(raster).flop())),
  ...[2, -2, 3, -3].map((degrees) => mild(`turned by ${degrees}°`, (subject) => turn(subject, degrees))),
  mild('4:3, head 45 %', (subject) => framed(subject, 4 / 3, 0.45)),
  mild('4:3, head 60 %', (subject) => framed(subject, 4 / 3, 0.6)),
  mild('3:4, head 45 %', (subject) => framed(subject, 3 / 4, 0.45)),
  mild('3:4, head 60 %', (subject) => framed(subject, 3 / 4, 0.6)),
  mild('square, head 65 %', (subject) => framed(subject, 1, 0.65)),
  mild('grain 2', ({ raster }) => addNoise(raster, 2)),
  mild('grain 4', ({ raster }) => addNoise(raster, 4)),
  mild(
    'a little soft',
    async ({ raster, unit }) => await rasterOf(fromRaster(raster).blur(0.3 + unit * 0.004)),
  ),
  mild('darker corners', vignette(0.3)),
  mild('light from the left on the wall', slopingWall(-0.25, 0)),
  mild('light from above on the wall', slopingWall(0, -0.3)),
  mild('light from one side, faint', (subject) =>
    relight(subject.raster, (x) => 2 ** (0.3 * Math.tanh((x - subject.origin.x) / (1.2 * subject.unit)))),
  ),
  mild('white wall', wall('#fafafa')),
  mild('grey wall', wall('#c4c4c6')),
  mild('beige wall', wall('#e9e2d2')),
  mild('pale blue wall', wall('#cfdcea')),
  mild('pale green wall', wall('#d8e6d6')),
  mild('thin round glasses', (subject) =>
    drawOver(subject.raster, glasses(round, 0.025, '#8a8a90')(subject)),
  ),
  mild('dark framed glasses', (subject) =>
    drawOver(subject.raster, glasses(oblong, 0.05, '#1c1a1c')(subject)),
  ),
  {
    name: 'scarf over the hair, special reason',
    codes: [],
    options: { specialReason: true },
    make: async (subject) => await jpeg(await drawOver(subject.raster, headscarf(subject, '#3b3a4a'))),
  },
  {
    name: 'snapshot, warm, 1280 px',
    codes: [],
    make: async (subject) => await snapshot(subject, [1.03, 0.98, 0.88], 1280, 2.5, 80),
  },
  {
    name: 'snapshot, cool, 960 px',
    codes: [],
    make: async (subject) => await snapshot(subject, [0.88, 0.95, 1], 960, 2.5, 85),
  },
]

/** A scarf that leaves the face free: around the outline of the face, over hair, neck and shoulders. */
export function headscarf(subject: Subject, colour: string): string {
  const { crown, chin } = subject
  return onFace(
    subject,
    `<path fill="${colour}" fill-rule="evenodd" d="M -1.45 ${chin + 1.2} C -1.6 ${chin} -1.55 ${-crown} -0.9 ${-crown - 0.2}` +
      ` Q 0 ${-crown - 0.5} 0.9 ${-crown - 0.2} C 1.55 ${-crown} 1.6 ${chin} 1.45 ${chin + 1.2} Z` +
      ` M -0.95 0 C -1 ${chin * 0.7} -0.5 ${chin + 0.04} 0 ${chin + 0.04} C 0.5 ${chin + 0.04} 1 ${chin * 0.7} 0.95 0` +
      ` C 0.95 -0.6 0.6 ${-crown * 0.62} 0 ${-crown * 0.62} C -0.6 ${-crown * 0.62} -0.95 -0.6 -0.95 0 Z"/>` +
      `<path fill="none" stroke="#0004" stroke-width="0.03" d="M -1.2 0 C -1.25 ${chin} -0.6 ${chin + 0.3} 0.2 ${chin + 0.5} M 1.2 -0.2 C 1.25 ${chin} 0.7 ${chin + 0.4} -0.3 ${chin + 0.7}"/>`,
  )
}
