/** What a drawn person looks like and how they sit. Every field has a default: a compliant applicant. */
export type ApplicantDrawing = Readonly<{
  /** Size of the picture in pixels. */
  width: number
  height: number
  /** Chin to crown as a share of the picture's height. */
  headHeight: number
  /** Midpoint between the eyes, as shares of width and height. */
  eyesX: number
  eyesY: number
  /** Degrees, clockwise as the camera sees it. */
  tilt: number
  skin: string
  hair: string
  shirt: string
  wall: string
  /** 0 closed … 1 open. */
  eyesOpen: number
  /** −1 … 1: where the irises stand in the eyes; 0 looks into the camera. */
  gaze: number
  /** Flash in the pupils. */
  redEye: boolean
  mouth: 'closed' | 'smile' | 'open'
  glasses: 'none' | 'clear' | 'dark' | 'glare'
  mask: boolean
  hat: boolean
  /** Hair over both eyes. */
  fringe: boolean
  /** 0 even … 1 one side of face and wall in the dark. */
  sideLight: number
  /** A shadow of the head on the wall. */
  wallShadow: boolean
  /** Vertical stripes on the wall. */
  stripes: boolean
  /** A second person looks in from the side. */
  companion: boolean
  /** Nobody sits there: the empty booth. */
  empty: boolean
}>

/** A compliant applicant before a light grey wall, 4:3 as booth cameras see it. */
export const compliantApplicant: ApplicantDrawing = {
  width: 2000,
  height: 1500,
  headHeight: 0.52,
  eyesX: 0.5,
  eyesY: 0.46,
  tilt: 0,
  skin: '#d9a98a',
  hair: '#2b211d',
  shirt: '#38506b',
  wall: '#e4e6e8',
  eyesOpen: 1,
  gaze: 0,
  redEye: false,
  mouth: 'closed',
  glasses: 'none',
  mask: false,
  hat: false,
  fringe: false,
  sideLight: 0,
  wallShadow: false,
  stripes: false,
  companion: false,
  empty: false,
}

/** The head is drawn in units of a hundredth of the eyes' distance, from the midpoint between the eyes. */
const headUnits = 352
/** Chin and crown of the drawing, in those units below and above the eyes. */
export const drawnChin = 178
export const drawnCrown = -174

/**
 * An applicant as an SVG picture: stands for a person wherever a real one must not (demo, simulators,
 * tests). Pure: the same parameters give the same text.
 */
export function drawApplicant(drawing: Partial<ApplicantDrawing> = {}): string {
  const d: ApplicantDrawing = { ...compliantApplicant, ...drawing }
  const scale = (d.headHeight * d.height) / headUnits
  const x = d.eyesX * d.width
  const y = d.eyesY * d.height
  const place = (dx: number, factor: number): string =>
    `translate(${x + dx} ${y}) rotate(${d.tilt}) scale(${scale * factor})`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${d.width}" height="${d.height}">`,
    definitions(d),
    `<rect width="100%" height="100%" fill="${d.wall}"/>`,
    d.stripes ? '<rect width="100%" height="100%" fill="url(#stripes)"/>' : '',
    d.sideLight > 0 ? '<rect width="100%" height="100%" fill="url(#side)"/>' : '',
    d.empty
      ? ''
      : [
          d.wallShadow
            ? `<g transform="${place(70 * scale, 1)}" opacity="0.45" filter="url(#soft)">${silhouette('#222')}</g>`
            : '',
          d.companion ? `<g transform="${place(-300 * scale, 0.75)}">${person(d)}</g>` : '',
          `<g transform="${place(0, 1)}">${person(d)}</g>`,
        ].join(''),
    '</svg>',
  ].join('')
}

function definitions(d: ApplicantDrawing): string {
  const shadeStop = (offset: number, opacity: number): string =>
    `<stop offset="${offset}" stop-color="#000" stop-opacity="${opacity}"/>`
  return [
    '<defs>',
    `<radialGradient id="cheek" cx="0.5" cy="0.46" r="0.62">${shadeStop(0.55, 0)}${shadeStop(1, 0.3)}</radialGradient>`,
    '<radialGradient id="glow" cx="0.5" cy="0.5" r="0.5"><stop offset="0" stop-color="#fff" stop-opacity="0.22"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>',
    '<radialGradient id="rouge" cx="0.5" cy="0.5" r="0.5"><stop offset="0" stop-color="#b0402f" stop-opacity="0.16"/><stop offset="1" stop-color="#b0402f" stop-opacity="0"/></radialGradient>',
    `<radialGradient id="socket" cx="0.5" cy="0.5" r="0.5">${shadeStop(0, 0.16)}${shadeStop(1, 0)}</radialGradient>`,
    `<linearGradient id="neck" x1="0" y1="0" x2="0" y2="1">${shadeStop(0, 0.38)}${shadeStop(0.55, 0.12)}</linearGradient>`,
    `<linearGradient id="side" x1="0" y1="0" x2="1" y2="0">${shadeStop(0.2, 0)}${shadeStop(0.8, 0.6 * d.sideLight)}</linearGradient>`,
    `<linearGradient id="nose" x1="0" y1="0" x2="1" y2="0">${shadeStop(0, 0.16)}${shadeStop(0.4, 0)}${shadeStop(0.6, 0)}${shadeStop(1, 0.16)}</linearGradient>`,
    `<pattern id="stripes" width="${d.width / 16}" height="10" patternUnits="userSpaceOnUse"><rect width="${d.width / 32}" height="10" fill="#7d6a52"/></pattern>`,
    '<filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="9"/></filter>',
    '</defs>',
  ].join('')
}

const faceOutline =
  'M0 -150 C70 -150 108 -95 110 -20 C112 45 98 105 62 146 C42 168 20 178 0 178 C-20 178 -42 168 -62 146 C-98 105 -112 45 -110 -20 C-108 -95 -70 -150 0 -150Z'
const hairOutline =
  'M-116 10 C-128 -70 -112 -174 0 -174 C112 -174 128 -70 116 10 C113 -20 106 -62 88 -88 C50 -112 -20 -118 -56 -104 C-92 -84 -110 -30 -116 10Z'
const torso =
  'M-62 205 C-90 250 -200 252 -262 300 C-300 340 -310 520 -310 1200 L310 1200 C310 520 300 340 262 300 C200 252 90 250 62 205Z'

/** Single hairs over the hair, alternately light and dark: hair has strands and shine, a cap has not. */
const strands = Array.from({ length: 46 }, (_, index) => {
  const side = index / 45 - 0.5
  const root = `${(side * 150).toFixed(1)} ${(-172 + 60 * side * side * 4 * 0.6).toFixed(1)}`
  const bend = `${(side * 226).toFixed(1)} ${(-150 + 40 * Math.abs(side)).toFixed(1)}`
  const tip = `${(side * 228).toFixed(1)} ${(-112 + 96 * Math.abs(side) * 2 * Math.abs(side)).toFixed(1)}`
  const shade = index % 2 === 0 ? '#fff' : '#000'
  return `<path d="M${root} Q${bend} ${tip}" fill="none" stroke="${shade}" stroke-width="1.4" opacity="${index % 2 === 0 ? 0.2 : 0.45}"/>`
}).join('')

/** Pores and fine hairs: skin is never a flat colour, and sharpness shows in what is fine. */
const pores = Array.from({ length: 900 }, (_, index) => {
  // The golden angle spreads the points evenly without a pattern.
  const angle = index * 2.39996
  const reach = Math.sqrt(index / 900)
  const x = (Math.cos(angle) * reach * 100).toFixed(1)
  const y = (8 + Math.sin(angle) * reach * 140).toFixed(1)
  return `<circle cx="${x}" cy="${y}" r="0.8" fill="${index % 3 === 0 ? '#fff' : '#000'}"/>`
}).join('')

function lashes(x: number, up: number): string {
  return Array.from({ length: 13 }, (_, index) => {
    const share = index / 12
    const at = x - 25 + 50 * share
    const lid = 2 - up * 3.4 * share * (1 - share)
    return `<path d="M${at.toFixed(1)} ${lid.toFixed(1)} l${((share - 0.5) * 7).toFixed(1)} -6" stroke="#120b0a" stroke-width="1.1"/>`
  }).join('')
}

function silhouette(colour: string): string {
  return `<path d="${torso}" fill="${colour}"/><path d="${faceOutline}" fill="${colour}"/><path d="${hairOutline}" fill="${colour}"/>`
}

function person(d: ApplicantDrawing): string {
  return [
    `<path d="${torso}" fill="${d.shirt}"/>`,
    `<path d="M-60 120 L-62 212 C-40 262 40 262 62 212 L60 120Z" fill="${d.skin}"/>`,
    '<path d="M-60 120 L-62 212 C-40 262 40 262 62 212 L60 120Z" fill="url(#neck)"/>',
    `<path d="M-110 -12 c-18 -8 -24 18 -16 44 c4 16 12 26 20 24Z M110 -12 c18 -8 24 18 16 44 c-4 16 -12 26 -20 24Z" fill="${d.skin}"/>`,
    `<path d="${faceOutline}" fill="${d.skin}"/>`,
    `<path d="${faceOutline}" fill="url(#cheek)"/>`,
    '<ellipse cx="0" cy="-72" rx="74" ry="46" fill="url(#glow)"/>',
    '<ellipse cx="-58" cy="52" rx="40" ry="36" fill="url(#rouge)"/><ellipse cx="58" cy="52" rx="40" ry="36" fill="url(#rouge)"/>',
    '<ellipse cx="-50" cy="-4" rx="42" ry="30" fill="url(#socket)"/><ellipse cx="50" cy="-4" rx="42" ry="30" fill="url(#socket)"/>',
    `<clipPath id="face"><path d="${faceOutline}"/></clipPath><g clip-path="url(#face)" opacity="0.16">${pores}</g>`,
    eye(d, -50),
    eye(d, 50),
    brow(d, -1),
    brow(d, 1),
    nose(),
    mouth(d),
    d.sideLight > 0 ? `<path d="${faceOutline}" fill="url(#side)"/>` : '',
    `<path d="${hairOutline}" fill="${d.hair}"/>`,
    strands,
    '<path d="M-70 -128 C-40 -158 30 -160 62 -136 C30 -146 -36 -146 -70 -128Z" fill="#fff" opacity="0.13"/>',
    d.fringe ? fringe(d) : '',
    glasses(d),
    d.mask ? mask() : '',
    d.hat ? hat() : '',
  ].join('')
}

function eye(d: ApplicantDrawing, x: number): string {
  const up = 2 + 9.5 * d.eyesOpen
  const down = 1 + 6 * d.eyesOpen
  const lids = `M${x - 25} 2 Q${x} ${-up * 1.75} ${x + 25} 1 Q${x} ${down * 1.9} ${x - 25} 2Z`
  const clip = `eye${x < 0 ? 'L' : 'R'}`
  const irisX = x + 13 * d.gaze
  return [
    `<clipPath id="${clip}"><path d="${lids}"/></clipPath>`,
    d.eyesOpen > 0.15
      ? [
          `<path d="${lids}" fill="#efe9e4"/>`,
          `<g clip-path="url(#${clip})"><circle cx="${irisX}" cy="-1.5" r="11" fill="#4a3022"/><circle cx="${irisX}" cy="-1.5" r="11" fill="none" stroke="#20140e" stroke-width="2"/><circle cx="${irisX}" cy="-1.5" r="5" fill="${d.redEye ? '#c8141e' : '#090505'}"/><circle cx="${irisX + 3}" cy="-5" r="2" fill="#fff"/></g>`,
        ].join('')
      : `<path d="${lids}" fill="${d.skin}"/>`,
    `<path d="M${x - 26} 3 Q${x} ${-up * 1.8} ${x + 26} 2" fill="none" stroke="#1c1210" stroke-width="3.2" stroke-linecap="round"/>`,
    d.eyesOpen > 0.15 ? lashes(x, up) : '',
    `<path d="M${x - 24} 3 Q${x} ${down * 2} ${x + 25} 2" fill="none" stroke="#5b3a2e" stroke-width="1.3" opacity="0.7"/>`,
    `<path d="M${x - 25} -7 Q${x} ${-up * 1.7 - 11} ${x + 25} -8" fill="none" stroke="#5b3a2e" stroke-width="1.6" opacity="0.6"/>`,
  ].join('')
}

function brow(d: ApplicantDrawing, side: number): string {
  const hairs = Array.from({ length: 22 }, (_, index) => {
    const share = index / 21
    const x = side * (20 + 62 * share)
    const y = -28 - 44 * share * (1 - share) - 3 * share
    return `<path d="M${x.toFixed(1)} ${y.toFixed(1)} l${(side * 5).toFixed(1)} ${(-7 + 5 * share).toFixed(1)}" stroke="${d.hair}" stroke-width="1.2"/>`
  }).join('')
  return `<path d="M${side * 20} -33 Q${side * 52} -49 ${side * 84} -30 Q${side * 52} -41 ${side * 20} -26Z" fill="${d.hair}" opacity="0.85"/>${hairs}`
}

function nose(): string {
  return [
    '<path d="M-9 0 C-12 30 -22 48 -21 57 C-18 68 18 68 21 57 C22 48 12 30 9 0Z" fill="url(#nose)"/>',
    '<ellipse cx="0" cy="46" rx="11" ry="13" fill="url(#glow)"/>',
    '<path d="M-23 56 C-20 66 -10 62 -5 65 C-2 68 2 68 5 65 C10 62 20 66 23 56" fill="none" stroke="#5a3024" stroke-width="2.2" opacity="0.6"/>',
    '<ellipse cx="-10" cy="62" rx="5.5" ry="2.6" fill="#3a1a14" opacity="0.7"/><ellipse cx="10" cy="62" rx="5.5" ry="2.6" fill="#3a1a14" opacity="0.7"/>',
  ].join('')
}

function mouth(d: ApplicantDrawing): string {
  const upper = '#a8534b'
  const lower = '#b9655b'
  switch (d.mouth) {
    case 'closed':
      return [
        `<path d="M-38 103 C-22 94 -9 91 0 94 C9 91 22 94 38 103 C20 105 -20 105 -38 103Z" fill="${upper}"/>`,
        `<path d="M-38 103 C-20 105 20 105 38 103 C24 119 -24 119 -38 103Z" fill="${lower}"/>`,
        '<path d="M-39 103 Q0 106 39 103" fill="none" stroke="#4d1f1c" stroke-width="2.2"/>',
      ].join('')
    case 'smile':
      return [
        '<path d="M-48 96 C-28 92 28 92 48 96 C34 122 -34 122 -48 96Z" fill="#f4f0ea"/>',
        `<path d="M-50 95 C-26 84 -9 84 0 87 C9 84 26 84 50 95 C28 95 -28 95 -50 95Z" fill="${upper}"/>`,
        `<path d="M-49 97 C-32 119 32 119 49 97 C34 134 -34 134 -49 97Z" fill="${lower}"/>`,
      ].join('')
    case 'open':
      return [
        '<ellipse cx="0" cy="111" rx="30" ry="25" fill="#2a0d0d"/>',
        `<path d="M-36 108 C-24 80 24 80 36 108 C22 88 -22 88 -36 108Z" fill="${upper}"/>`,
        `<path d="M-36 112 C-26 146 26 146 36 112 C22 136 -22 136 -36 112Z" fill="${lower}"/>`,
      ].join('')
  }
}

function fringe(d: ApplicantDrawing): string {
  return `<path d="M-112 -50 C-112 -150 112 -150 112 -50 C104 -10 98 12 90 20 L70 12 L52 22 L30 12 L8 22 L-16 12 L-40 22 L-64 12 L-92 20 C-100 0 -106 -30 -112 -50Z" fill="${d.hair}"/>`
}

function glasses(d: ApplicantDrawing): string {
  if (d.glasses === 'none') return ''
  const lens = { clear: 'none', dark: '#0c0c0e', glare: '#ffffff' }[d.glasses]
  const width = d.glasses === 'clear' ? 2 : 4
  const rims = [-50, 50]
    .map(
      (x) =>
        `<rect x="${x - 38}" y="-27" width="76" height="54" rx="20" fill="${lens}" stroke="#222" stroke-width="${width}"/>`,
    )
    .join('')
  return `${rims}<path d="M-12 -6 Q0 -12 12 -6 M-88 -8 L-112 -14 M88 -8 L112 -14" fill="none" stroke="#222" stroke-width="${width}"/>`
}

function mask(): string {
  return [
    '<path d="M-100 40 C-60 28 -20 22 0 22 C20 22 60 28 100 40 C98 96 84 140 56 160 C30 178 -30 178 -56 160 C-84 140 -98 96 -100 40Z" fill="#e8eef2"/>',
    '<path d="M-97 70 Q0 60 97 70 M-92 98 Q0 92 92 98 M-82 124 Q0 124 82 124" fill="none" stroke="#c2ccd3" stroke-width="2.5"/>',
    '<path d="M-100 42 L-118 10 M100 42 L118 10" stroke="#dfe6ea" stroke-width="3"/>',
  ].join('')
}

function hat(): string {
  return '<path d="M-132 -66 C-130 -180 -70 -214 0 -214 C70 -214 130 -180 132 -66 C60 -84 -60 -84 -132 -66Z" fill="#3a3f55"/><path d="M-134 -68 C-60 -90 60 -90 134 -68 L134 -48 C60 -70 -60 -70 -134 -48Z" fill="#2b2f42"/>'
}
