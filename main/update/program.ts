import { parseArgs } from 'node:util'
import { apply, resume } from './apply.ts'
import { standardProof } from './booth-unit.ts'
import { takeTurn } from './turn.ts'
import { placesUnder } from './places.ts'
import { appliedSentence } from './sentences.ts'

/**
 * The updater: `resume` ends what was interrupted, `apply` takes what lies ready. A program of one file
 * (scripts/stage-service.ts), for it runs while the booth's own files are being replaced, and must run when
 * a power cut has left only half of them.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', default: '/' },
    'quiet-minutes': { type: 'string', default: '5' },
    // For tests.
    'prove-seconds': { type: 'string', default: String(standardProof.patienceMs / 1000) },
    'steady-seconds': { type: 'string', default: String(standardProof.steadyMs / 1000) },
  },
})
const [command] = positionals
const places = placesUnder(values.root)
const proof = {
  patienceMs: Number(values['prove-seconds']) * 1000,
  steadyMs: Number(values['steady-seconds']) * 1000,
}
const say = (line: string): void => void process.stdout.write(`${line}\n`)

try {
  if (process.getuid?.() !== 0) throw new Error('An update is applied by root.')
  if (command !== 'resume' && command !== 'apply') throw new Error('The updater is told "resume" or "apply".')
  if (!takeTurn(places)) say('Another updater is at work: nothing was touched.')
  else if (command === 'resume') {
    const ended = await resume(places, proof)
    if (ended !== null) say(appliedSentence(ended))
  } else {
    const applied = await apply(places, { quietMs: Number(values['quiet-minutes']) * 60_000, proof })
    say(appliedSentence(applied))
    if (typeof applied === 'object' && applied.result !== 'updated') process.exitCode = 1
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
