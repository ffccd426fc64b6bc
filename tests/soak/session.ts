import { setTimeout as sleep } from 'node:timers/promises'
import { languages, screenNames, type ScreenName } from '../../main/service/contract.ts'
import type { SoakPage } from './page.ts'
import type { Random } from '../seeded.ts'

export function pick<T>(random: Random, of: readonly T[]): T {
  const picked = of[Math.floor(random() * of.length)]
  if (picked === undefined) throw new Error('There is nothing to pick from.')
  return picked
}

/** Faults that come and go by themselves; the booth waits for the device or goes on without it. */
const faults = [
  { unit: 'code-reader', fault: 'code-reader-lost' },
  { unit: 'camera', fault: 'camera-lost' },
  { unit: 'camera', fault: 'camera-capture-failed' },
  { unit: 'printer', fault: 'printer-paper-out' },
  { unit: 'printer', fault: 'printer-missing' },
] as const
const faultMs = 1_500

/**
 * How a session goes: one in three is called off somewhere, one in ten walked away from. Not more than one in sixteen
 * has a fault: sessions take seconds here, and a device that fails again and again without five good minutes between
 * is tried only once a minute in the end (hardware/supervisor-policy.ts), for which all would wait.
 */
const share = { calledOff: 0.33, walkedAway: 0.1, fault: 0.06 } as const

export type SessionCourse = 'finished' | 'called-off' | 'walked-away' | 'ended-otherwise' | 'stuck'

/** So long may one session take, with a fault and its repair; on a busy machine the photo check takes most. */
const patienceMs = 180_000

/** One applicant, from welcome until the booth is free again. */
export async function soakSession(page: SoakPage, random: Random): Promise<SessionCourse> {
  const asking = screenNames.slice(screenNames.indexOf('notice'), screenNames.indexOf('submit'))
  const way = random()
  const leaveAt = pick<ScreenName>(random, asking)
  const leaves =
    way < share.calledOff ? 'called-off' : way < share.calledOff + share.walkedAway ? 'walked-away' : null
  const faultAt = random() < share.fault ? pick<ScreenName>(random, asking) : null
  const fault = pick(random, faults)
  const language = pick(random, languages)
  const formId = Array.from({ length: 23 }, () => Math.floor(random() * 10)).join('')

  let course: SessionCourse = 'ended-otherwise'
  let begun = false
  let faulted = false
  let answered = -1
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(20)) {
    const { view } = page
    if (view === null) continue
    const { screen, serial } = view
    // The answer to `start` comes before the view that it brings.
    if (screen.name === 'notice') begun = true
    else if (screen.name === 'welcome' && begun) return course
    if (screen.name === faultAt && !faulted) {
      faulted = true
      await page.dock({ do: 'fail', ...fault })
      await sleep(faultMs)
      await page.dock({ do: 'recover', unit: fault.unit })
    }
    if (screen.name === leaveAt && leaves === 'walked-away') return leaves
    // One answer a view; a screen that changed nothing is asked again after a while.
    if (serial === answered) continue
    answered = serial
    if (screen.name === leaveAt && leaves === 'called-off') {
      course = 'called-off'
      await page.act({ type: 'cancel' })
      continue
    }
    switch (screen.name) {
      case 'welcome':
        await page.act({ type: 'start', language })
        break
      case 'scan':
        await page.dock({ do: 'scan', text: `${formId}\r\n` })
        // A code held up while the reader is away is held up again.
        await sleep(500)
        answered = -1
        break
      case 'date-of-birth':
        if (screen.entered === null) {
          const entry = { calendar: 'western', year: 1983, month: 11, day: 27 } as const
          await page.act({ type: 'enter-date', entry })
        } else if (!screen.checking) await page.act({ type: 'next' })
        break
      case 'position':
        if (!(await page.act({ type: 'shutter' }))) {
          await sleep(200)
          answered = -1
        }
        break
      case 'choose':
        await Promise.all(screen.stills.map(({ id }) => page.picture(id)))
        if (!(await page.act({ type: 'next' })) && !(await page.act({ type: 'retake' })))
          await page.act({ type: 'cancel' })
        break
      case 'review':
        await page.picture(screen.portrait)
        await page.act({ type: 'send' })
        break
      case 'done':
        course = 'finished'
        await page.act({ type: 'next' })
        break
      case 'notice':
      case 'confirm-form':
      case 'eligibility':
      case 'options':
      case 'prepare':
      case 'farewell':
        await page.act({ type: 'next' })
        break
      case 'pay':
      case 'capture':
      case 'submit':
      case 'out-of-service':
        break
    }
  }
  return 'stuck'
}
