import { writeFileSync } from 'node:fs'
import { drawApplicant, type ApplicantDrawing } from '../main/demo/drawn-applicant.ts'
import { goldenExpectations, goldenFile, type GoldenName } from '../main/diagnostics/golden-pictures.ts'
import { renderSvg } from '../main/photo/render-svg.ts'

/** Draws the pictures that every booth carries to test its photo check: `node scripts/draw-golden-pictures.ts`. */
const drawings: Readonly<Record<GoldenName, Partial<ApplicantDrawing>>> = {
  compliant: {},
  'two-people': { companion: true },
  'empty-seat': { empty: true },
  'striped-wall': { stripes: true },
  'too-far-away': { headHeight: 0.3 },
  'head-tilted': { tilt: 15 },
}

/** Large enough for every rule, small enough for a package. */
const size = { width: 1600, height: 1200 }

for (const { name } of goldenExpectations) {
  writeFileSync(goldenFile(name), await renderSvg(drawApplicant({ ...size, ...drawings[name] })))
}
