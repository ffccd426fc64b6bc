import * as z from 'zod'
import type { Client } from './client.ts'

const NextPage = z.object({ address: z.string() })

const alone: ReadonlySet<string> = new Set(['welcome', 'out-of-service'])

/**
 * Leaves this page, with everything its process has seen, once an applicant has gone: the next one begins in a
 * page of another process. Where that cannot be had, the page stays; the service has purged the session anyway.
 */
export function leaveAfterEachApplicant(client: Client, go: (address: string) => void): void {
  let served = false
  let leaving = false
  client.subscribe(() => {
    const { view } = client.connection()
    if (view === null) return
    if (!alone.has(view.screen.name)) served = true
    else if (served && !leaving) {
      leaving = true
      void client
        .request('api/next', { method: 'POST' })
        .then(async (answer) => {
          if (answer.ok) go(NextPage.parse(await answer.json()).address)
        })
        .catch(() => undefined)
    }
  })
}
