import { readFileSync, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { openSubmission } from '../../../main/submission/submission.ts'
import { application, hurry } from './ground.ts'
import type { BoothOrder, BoothWord } from './torture.ts'

/**
 * A booth without screens, as a process of its own that may be killed at any moment: confirms one application
 * after another, and says on standard output what an applicant would be told.
 */
const order = JSON.parse(process.argv[2] ?? '') as BoothOrder
const portrait = readFileSync(order.portraitFile)

// Written at once: what was said is said, whatever happens next.
const say = (word: BoothWord): void => void writeSync(1, `${JSON.stringify(word)}\n`)

/** A picture of its own for each: the number goes into a comment segment behind the start of the JPEG. */
const portraitOf = (index: number): Uint8Array => {
  const comment = Buffer.from(`####${String(index)}`)
  comment.writeUInt16BE(0xfffe, 0)
  comment.writeUInt16BE(comment.length - 2, 2)
  return Buffer.concat([portrait.subarray(0, 2), comment, portrait.subarray(2)])
}

const submission = await openSubmission({
  outboxFolder: order.outboxFolder,
  keysFolder: order.keysFolder,
  intakeUrl: order.intakeUrl,
  development: true,
  journal: { record: (event, facts) => order.verbose && say({ says: 'event', event, facts: facts ?? {} }) },
  timing: hurry.timing,
  limits: { ...hurry.limits, maxWaiting: 100_000 },
})
const stop = new AbortController()
process.once('SIGTERM', () => {
  stop.abort()
  void submission.close().then(() => process.exit(0))
})
say({ says: 'open', pid: process.pid })

for (let index = order.next; index < order.until && !stop.signal.aborted;) {
  say({ says: 'trying', index })
  const result = await submission.confirm(application(index, { portrait: portraitOf(index) }))
  if (result.ok) say({ says: 'confirmed', index, id: result.value.applicationId })
  else if (result.error.code === 'already-kept')
    say({ says: 'kept', index, reference: result.error.reference })
  else {
    say({ says: 'not-kept', index, because: result.error.code })
    await delay(50)
    continue
  }
  index += 1
  // Some ten a second: more than any booth, and no more than the line carries between two kills.
  await delay(Math.random() * 150)
}
while (submission.health().queued > 0 && !stop.signal.aborted) await delay(20)
if (!stop.signal.aborted) say({ says: 'drained' })
