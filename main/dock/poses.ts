import { drawApplicant, type ApplicantDrawing } from '../demo/drawn-applicant.ts'
import { renderSvg } from '../photo/render-svg.ts'

/** Who sits before the simulated camera. */
const drawings = {
  compliant: {},
  'empty seat': { empty: true },
  'eyes closed': { eyesOpen: 0 },
  'mouth open': { mouth: 'open' },
  smile: { mouth: 'smile' },
  mask: { mask: true },
  hat: { hat: true },
  'dark glasses': { glasses: 'dark' },
  fringe: { fringe: true },
  'head tilted': { tilt: 15 },
  'too far away': { headHeight: 0.3 },
  'too far left': { eyesX: 0.3 },
  'two people': { companion: true },
  'light from the side': { sideLight: 0.8 },
  'striped wall': { stripes: true },
} as const satisfies Readonly<Record<string, Partial<ApplicantDrawing>>>

const chart = 'test chart'

export const poses = [...Object.keys(drawings), chart]
const isPose = (name: string): name is keyof typeof drawings => Object.hasOwn(drawings, name)

/** People move a little: three pictures, none the same as the last. */
const movements = [{ eyesX: 0 }, { eyesX: 0.003 }, { eyesX: -0.003 }]
const middle = 0.5

export const drawPose = async (name: string): Promise<Uint8Array[] | undefined> => {
  if (name === chart)
    return await Promise.all(movements.map(({ eyesX }) => renderSvg(drawChart(1_000 * eyesX))))
  if (!isPose(name)) return undefined
  const drawing: Partial<ApplicantDrawing> = drawings[name]
  return await Promise.all(
    movements.map(({ eyesX }) =>
      renderSvg(drawApplicant({ ...drawing, eyesX: (drawing.eyesX ?? middle) + eyesX })),
    ),
  )
}

/** The printed chart of `booth chart`, standing where a face is. `shift`: pixels. */
const drawChart = (shift: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="1500">
    <defs><pattern id="squares" width="80" height="80" patternUnits="userSpaceOnUse">
      <rect width="80" height="80" fill="#f4f4f4"/>
      <path d="M0 0h40v40H0zM40 40h40v40H40z" fill="#111"/>
    </pattern></defs>
    <rect width="2000" height="1500" fill="#d5d8da"/>
    <rect x="${560 + shift}" y="150" width="880" height="1200" fill="url(#squares)"/>
  </svg>`
