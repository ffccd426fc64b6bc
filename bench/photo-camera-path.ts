import { parseArgs } from 'node:util'
import { type Compared, compareThroughCamera, labelledPhotos } from '../tests/e2e/camera/camera-path.ts'

/*
 * Do pictures get the same verdict through the camera as from their file? All labelled pictures, or every
 * n-th of them.
 *
 *   node bench/photo-camera-path.ts [--every 8]
 */

/** Goal (photo rules, "Live guidance"). */
const leastAgreement = 0.98

const { values } = parseArgs({ options: { every: { type: 'string', default: '1' } } })
const every = Number(values.every)
const files = (await labelledPhotos()).filter((_, index) => index % every === 0)

const compared: Compared[] = []
await compareThroughCamera(files, (one) => {
  compared.push(one)
  if (one.agree) return
  const through = one.byCamera ?? { verdict: 'no still', blocks: [] }
  console.log(
    `${one.file}: file ${one.byFile.verdict} [${one.byFile.blocks.join(' ')}], ` +
      `camera ${through.verdict} [${through.blocks.join(' ')}]`,
  )
})
const agreeing = compared.filter(({ agree }) => agree).length
const refused = compared.filter(({ byCamera }) => byCamera === null).length
const agreement = agreeing / compared.length
console.log(
  `${agreeing} of ${compared.length} pictures get the same verdict (${(100 * agreement).toFixed(1)} %, ` +
    `goal ${100 * leastAgreement} %); ${refused} are too small for any camera.`,
)
process.exitCode = agreement >= leastAgreement ? 0 : 1
