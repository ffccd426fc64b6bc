import { headscarf } from './mild.ts'
import { css, drawOver, jpeg, onFace, shade, warp } from './paint.ts'
import { at } from '../../main/photo/analysis/face-mesh.ts'
import type { Raster } from '../../main/photo/analysis/raster.ts'
import type { Point, ReasonCode } from '../../main/photo/contract.ts'
import type { Subject } from './subject.ts'
import type { Variation } from './variation.ts'

const defect = (
  name: string,
  codes: readonly ReasonCode[],
  change: (subject: Subject) => Raster | Promise<Raster>,
): Variation => ({ name, codes, make: async (subject) => await jpeg(await change(subject)) })

/** Something drawn onto the face, in inter-eye distances, softened as a camera's lens would. */
const drawn = (name: string, codes: readonly ReasonCode[], shape: (subject: Subject) => string): Variation =>
  defect(name, codes, (subject) =>
    drawOver(
      subject.raster,
      `<defs><filter id="soft"><feGaussianBlur stdDeviation="${subject.unit * 0.006}"/></filter>${patterns}</defs>` +
        `<g filter="url(#soft)">${shape(subject)}</g>`,
    ),
  )

/** Stuffs, in inter-eye distances. */
const patterns = ((): string => {
  const cell = 0.12
  const tile = (id: string, size: number, content: string): string =>
    `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${content}</pattern>`
  const knit = (id: string, dark: string, bright: string): string =>
    tile(
      id,
      cell,
      `<rect width="${cell}" height="${cell}" fill="${dark}"/>` +
        `<path d="M 0 0 L ${cell / 2} ${cell * 0.7} L ${cell} 0" stroke="${bright}" stroke-width="${cell * 0.25}" fill="none"/>`,
    )
  return (
    knit('knit-grey', '#6a6a6e', '#a5a5a8') +
    knit('knit-brown', '#4a3626', '#76583e') +
    knit('knit-black', '#161616', '#3a3a3c') +
    tile(
      'check',
      cell * 2,
      `<rect width="${cell * 2}" height="${cell * 2}" fill="#a8322c"/><rect width="${cell}" height="${cell * 2}" fill="#20232b" opacity="0.5"/><rect width="${cell * 2}" height="${cell}" fill="#20232b" opacity="0.5"/>`,
    ) +
    tile(
      'flowers',
      cell * 2.5,
      `<rect width="${cell * 2.5}" height="${cell * 2.5}" fill="#e9dfd2"/><circle cx="${cell}" cy="${cell}" r="${cell * 0.5}" fill="#c2566a"/><circle cx="${cell * 2}" cy="${cell * 2.1}" r="${cell * 0.4}" fill="#5f8a5a"/>`,
    )
  )
})()

const mask =
  (fill: string) =>
  (subject: Subject): string => {
    const { chin } = subject
    return onFace(
      subject,
      `<path fill="${fill}" d="M -0.92 0.62 C -0.5 0.55 -0.25 0.42 0 0.4 C 0.25 0.42 0.5 0.55 0.92 0.62` +
        ` L 0.86 ${chin * 0.75} C 0.6 ${chin + 0.02} 0.3 ${chin + 0.1} 0 ${chin + 0.1} C -0.3 ${chin + 0.1} -0.6 ${chin + 0.02} -0.86 ${chin * 0.75} Z"/>` +
        `<path fill="none" stroke="#00000030" stroke-width="0.025" d="M -0.85 0.9 Q 0 0.8 0.85 0.9 M -0.85 1.1 Q 0 1.05 0.85 1.1 M -0.8 1.3 Q 0 1.3 0.8 1.3"/>` +
        `<path fill="none" stroke="${fill}" stroke-width="0.03" d="M -0.9 0.65 L -1.15 0.4 M 0.9 0.65 L 1.15 0.4"/>`,
    )
  }
const skinMask = (subject: Subject): string => mask(css(shade(subject.skin, 1.05)))(subject)

/** Fingers before the mouth: rounded bars of the person's own skin, shaded at their edges. */
const hand = (subject: Subject): string => {
  const { skin, chin } = subject
  const finger = (index: number): string =>
    `<rect x="-0.85" y="${chin * 0.47 + index * 0.2}" width="1.7" height="0.2" rx="0.1" fill="${css(shade(skin, 0.97))}" stroke="${css(shade(skin, 0.72))}" stroke-width="0.02"/>`
  return onFace(subject, [0, 1, 2, 3].map(finger).join(''))
}
/** The back of a hand: one smooth oval of the person's own skin. */
const palm = (subject: Subject): string =>
  onFace(
    subject,
    `<ellipse cx="0.05" cy="${subject.chin * 0.72}" rx="0.75" ry="0.5" fill="${css(shade(subject.skin, 0.95))}" stroke="${css(shade(subject.skin, 0.75))}" stroke-width="0.03"/>`,
  )

const sunglasses =
  (lens: (side: number) => string, fill: string, opacity = 1) =>
  (subject: Subject): string =>
    onFace(
      subject,
      `<g fill="${fill}" fill-opacity="${opacity}" stroke="#101010" stroke-width="0.03">${lens(-1)}${lens(1)}</g>` +
        `<path d="M -0.12 -0.05 Q 0 -0.12 0.12 -0.05 M -0.9 -0.1 L -1.1 -0.12 M 0.9 -0.1 L 1.1 -0.12" stroke="#101010" stroke-width="0.06" fill="none"/>`,
    )
const lens = {
  oblong: (side: number): string =>
    `<rect x="${side * 0.5 - 0.4}" y="-0.22" width="0.8" height="0.55" rx="0.12"/>`,
  round: (side: number): string => `<circle cx="${side * 0.5}" cy="0.04" r="0.37"/>`,
  large: (side: number): string =>
    `<rect x="${side * 0.5 - 0.46}" y="-0.32" width="0.92" height="0.85" rx="0.35"/>`,
  drop: (side: number): string =>
    `<path d="M ${side * 0.12} -0.18 L ${side * 0.9} -0.2 C ${side} 0.2 ${side * 0.75} 0.48 ${side * 0.5} 0.46 C ${side * 0.25} 0.44 ${side * 0.1} 0.2 ${side * 0.12} -0.18 Z"/>`,
  narrow: (side: number): string => `<ellipse cx="${side * 0.5}" cy="0.02" rx="0.38" ry="0.2"/>`,
}

const whiteLens =
  (shape: (side: number) => string) =>
  (subject: Subject): string =>
    onFace(subject, `<g fill="#fbfbf8">${shape(-1)}${shape(1)}</g>`)

/** Hair hanging over both eyes, in strands of a colour and its shade. */
const fringe =
  (colour: string, strand: string, to: number) =>
  (subject: Subject): string => {
    const top = -subject.crown * 0.75
    const strands = Array.from({ length: 16 }, (_, index) => {
      const x = -0.95 + index * 0.126
      return `<path d="M ${x * 0.8} ${top} Q ${x * 1.02} ${top / 2} ${x} ${to}" stroke="${strand}" stroke-width="0.03" fill="none"/>`
    })
    return onFace(
      subject,
      `<path fill="${colour}" d="M -0.8 ${top} Q 0 ${top - 0.25} 0.8 ${top} L 1 ${to} L -1 ${to} Z"/>${strands.join('')}`,
    )
  }

/** A cap or hat down to the forehead; `brim` draws what stands out. */
const hat =
  (fill: string, brim = '') =>
  (subject: Subject): string => {
    const top = -subject.crown - 0.35
    return onFace(
      subject,
      `<path fill="${fill}" d="M -1.15 -0.5 C -1.25 ${top * 1.15} 1.25 ${top * 1.15} 1.15 -0.5 Q 0 -0.72 -1.15 -0.5 Z"/>${brim}`,
    )
  }
const visor =
  '<path fill="#000000" fill-opacity="0.85" d="M -1.1 -0.5 Q 0 -0.85 1.1 -0.5 Q 0 -0.3 -1.1 -0.5 Z"/>'
const wideBrim = (fill: string): string => `<ellipse cx="0" cy="-0.62" rx="1.75" ry="0.16" fill="${fill}"/>`

/** Shuts the eyes by drawing the skin above the lids down over the opening. */
function shutEyes(subject: Subject): Raster {
  let raster = subject.raster
  for (const [outer, inner, upper, lower] of [
    [33, 133, [246, 161, 160, 159, 158, 157, 173], [7, 163, 144, 145, 153, 154, 155]],
    [263, 362, [466, 388, 387, 386, 385, 384, 398], [249, 390, 373, 374, 380, 381, 382]],
  ] as const) {
    const p = (index: number): Point => at(subject.points, index)
    const corners = [p(outer), p(inner)].sort((a, b) => a.x - b.x)
    const line = (indices: readonly number[]): readonly Point[] =>
      [p(outer), ...indices.map(p), p(inner)].sort((a, b) => a.x - b.x)
    const [top, bottom] = [line(upper), line(lower)]
    const [from = p(outer), to = p(inner)] = corners
    const reach = 0.2 * subject.unit
    const box = {
      left: from.x,
      top: Math.min(...top.map(({ y }) => y)) - reach,
      width: to.x - from.x,
      height: reach + Math.max(...bottom.map(({ y }) => y)) - Math.min(...top.map(({ y }) => y)) + 2,
    }
    raster = warp(raster, box, (x, y) => {
      const lidTop = heightAt(top, x)
      const lidBottom = Math.max(heightAt(bottom, x), lidTop) + 0.01 * subject.unit
      const start = lidTop - reach
      // The lash line moves down with the lid: what lay above the upper lid covers the opening.
      const edge = lidTop - 0.02 * subject.unit
      return y <= start || y >= lidBottom
        ? [x, y]
        : [x, start + ((y - start) * (edge - start)) / (lidBottom - start)]
    })
  }
  return raster
}

/** Height of a line of points, sorted by x, at `x`. */
function heightAt(line: readonly Point[], x: number): number {
  const next = line.findIndex((point) => point.x >= x)
  const b = line[Math.max(1, next)] ?? { x, y: 0 }
  const a = line[Math.max(0, next - 1)] ?? b
  return b.x === a.x ? a.y : a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x)
}

/** Skin painted over each eye, with a line of lashes. */
const paintedLids = (subject: Subject): string => {
  const eye = (side: number): string =>
    `<ellipse cx="${side * 0.5}" cy="0" rx="0.28" ry="0.13" fill="${css(shade(subject.skin, 0.93))}"/>` +
    `<path d="M ${side * 0.5 - 0.24} 0.03 Q ${side * 0.5} 0.13 ${side * 0.5 + 0.24} 0.03" stroke="${css(shade(subject.skin, 0.35))}" stroke-width="0.025" fill="none"/>`
  return onFace(subject, eye(-1) + eye(1))
}

/** Both irises pushed to a side within the opening of the lids. */
function lookAside(subject: Subject): Raster {
  let raster = subject.raster
  for (const { centre, radius } of subject.irises) {
    const shift = 0.17 * subject.unit
    const reach = { x: 2.6 * radius, y: 0.95 * radius }
    raster = warp(
      raster,
      { left: centre.x - reach.x, top: centre.y - reach.y, width: 2 * reach.x, height: 2 * reach.y },
      (x, y) => {
        const far = Math.hypot((x - centre.x - shift * 0.5) / reach.x, (y - centre.y) / reach.y)
        return far >= 1 ? [x, y] : [x - shift * Math.min(1, 2 * (1 - far)), y]
      },
    )
  }
  return raster
}

const redEyes = ({ irises }: Subject): string =>
  irises
    .map(
      ({ centre, radius }) =>
        `<circle cx="${centre.x}" cy="${centre.y}" r="${radius * 0.6}" fill="#c8281e" fill-opacity="0.9"/>`,
    )
    .join('')

/** The lower lip and chin drawn down, teeth and dark between: a mouth that stands open. */
const openMouth =
  (height: number) =>
  (subject: Subject): Raster | Promise<Raster> => {
    const left = at(subject.points, 78)
    const right = at(subject.points, 308)
    const middle = { x: (left.x + right.x) / 2, y: (at(subject.points, 13).y + at(subject.points, 14).y) / 2 }
    const half = (right.x - left.x) / 2
    const gap = height * subject.unit
    const chinY = at(subject.points, 152).y
    const opening = (x: number): number => gap * Math.sqrt(Math.max(0, 1 - ((x - middle.x) / half) ** 2))
    const opened = warp(
      subject.raster,
      { left: middle.x - 2 * half, top: middle.y, width: 4 * half, height: chinY - middle.y + gap },
      (x, y) => {
        // Below the gap everything moves down, less and less towards the chin and the cheeks.
        const side = Math.max(0, 1 - Math.max(0, Math.abs(x - middle.x) - half) / half)
        const down = Math.max(opening(x), gap * 0.5 * side * (Math.abs(x - middle.x) > half ? 1 : 0))
        const below = y - middle.y
        if (below < opening(x)) return [x, middle.y]
        const rest = chinY + gap - middle.y
        return [x, y - down * Math.max(0, 1 - (below - down) / (rest - down))]
      },
    )
    return drawOver(
      opened,
      `<ellipse cx="${middle.x}" cy="${middle.y + gap / 2}" rx="${half * 0.94}" ry="${gap / 2}" fill="#2a0f10"/>` +
        `<ellipse cx="${middle.x}" cy="${middle.y + gap * 0.2}" rx="${half * 0.6}" ry="${gap * 0.16}" fill="#e9e2d6"/>`,
    )
  }

const covered: readonly ReasonCode[] = ['mouth-covered', 'face-hidden']
const hidden: readonly ReasonCode[] = ['eyes-hidden', 'face-hidden']
const hatted: readonly ReasonCode[] = ['head-covered']

export const faceDefects: readonly Variation[] = [
  drawn('mask, blue', covered, mask('#a9cfe4')),
  drawn('mask, white', covered, mask('#f3f3f1')),
  drawn('mask, black', covered, mask('#1b1b1d')),
  drawn('mask, pink', covered, mask('#e9b9c4')),
  drawn('mask, beige', covered, mask('#d9bfa4')),
  drawn('mask, skin', covered, skinMask),
  drawn('mask, patterned', covered, mask('url(#check)')),
  drawn('scarf to the nose', covered, mask('url(#knit-grey)')),
  drawn('fingers at the mouth', covered, hand),
  drawn('hand at the mouth', covered, palm),
  drawn('sunglasses, oblong', hidden, sunglasses(lens.oblong, '#0c0c0e')),
  drawn('sunglasses, round', hidden, sunglasses(lens.round, '#0c0c0e')),
  drawn('sunglasses, large', hidden, sunglasses(lens.large, '#121214')),
  drawn('sunglasses, drops', hidden, sunglasses(lens.drop, '#16181a', 0.95)),
  drawn('sunglasses, narrow', hidden, sunglasses(lens.narrow, '#0c0c0e')),
  drawn('sunglasses, brown', hidden, sunglasses(lens.large, '#3a2214', 0.9)),
  drawn('sunglasses, green', hidden, sunglasses(lens.oblong, '#1d2b22', 0.88)),
  drawn('glare, whole lenses', ['glare', 'eyes-hidden'], whiteLens(lens.oblong)),
  drawn('glare, narrow lenses', ['glare', 'eyes-hidden'], whiteLens(lens.narrow)),
  drawn('fringe, black', hidden, fringe('#15110f', '#2c2420', 0.22)),
  drawn('fringe, brown', hidden, fringe('#4a2f1d', '#6b4a30', 0.22)),
  drawn('fringe, blond', hidden, fringe('#b08a52', '#d2b07a', 0.22)),
  drawn('fringe, grey', hidden, fringe('#8c8a88', '#b4b2b0', 0.22)),
  drawn('fringe, to the lids', hidden, fringe('#1d1613', '#342a24', 0.08)),
  drawn('cap, navy', hatted, hat('#1d2b5c', visor)),
  drawn('cap, black', hatted, hat('#141416', visor)),
  drawn('cap, white', hatted, hat('#eeeeec', visor)),
  drawn('cap, red', hatted, hat('#b0201f', visor)),
  drawn('beanie, grey', hatted, hat('url(#knit-grey)')),
  drawn('beanie, brown', hatted, hat('url(#knit-brown)')),
  drawn('beanie, black', hatted, hat('url(#knit-black)')),
  drawn('hat, checked', hatted, hat('url(#check)', wideBrim('url(#check)'))),
  drawn('hat, straw', hatted, hat('#c9b384', wideBrim('#b9a172'))),
  drawn('scarf over the hair', hatted, (subject) => headscarf(subject, '#3b3a4a')),
  drawn('scarf over the hair, light', hatted, (subject) => headscarf(subject, '#d9cfc2')),
  drawn('scarf over the hair, flowers', hatted, (subject) => headscarf(subject, 'url(#flowers)')),
  defect('eyes shut, drawn down', ['eyes-closed', 'eyes-hidden'], shutEyes),
  drawn('eyes shut, painted', ['eyes-closed', 'eyes-hidden'], paintedLids),
  drawn('red eyes', ['red-eye'], redEyes),
  defect('looking aside', ['gaze-away'], lookAside),
  defect('mouth open a little', ['mouth-open'], openMouth(0.22)),
  defect('mouth open', ['mouth-open'], openMouth(0.4)),
]
