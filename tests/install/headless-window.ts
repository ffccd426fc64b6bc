import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type * as z from 'zod'
import { HealthAnswer } from '../../main/service/contract.ts'
import type { System } from './booted-system.ts'

/**
 * A container has no seat and no screen: there cage draws into memory. Everything else of the window's unit, and
 * the browser in it, is what a booth has.
 */
export function drawIntoMemory({ root }: System): void {
  const folder = join(root, 'etc/systemd/system/machinaka-window.service.d')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'into-memory.conf'),
    `[Service]
Environment=WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1
TTYPath=
StandardInput=null
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
`,
  )
}

const ask = 'fetch("http://127.0.0.1:8790/api/health").then((a) => a.text()).then(console.log, () => {})'

export type ShownPage = z.infer<typeof HealthAnswer>['page']

/** How the service says its page is; null while there is no service. */
export function page({ run }: System): ShownPage | null {
  const { out } = run(`/usr/lib/machinaka/bin/node -e '${ask}'`)
  try {
    return HealthAnswer.parse(JSON.parse(out)).page
  } catch {
    return null
  }
}

const shownWithinMs = 90_000

/**
 * How many seconds until a page that has joined is well; null where none comes.
 * @param before how many pages have joined the same service before it
 */
export async function secondsUntilShown(system: System, before = 0): Promise<number | null> {
  const began = Date.now()
  while (Date.now() - began < shownWithinMs) {
    const shown = page(system)
    if (shown !== null && shown.joined > before && shown.health === 'well')
      return Math.round((Date.now() - began) / 1000)
    await wait(500)
  }
  return null
}
