import { HealthAnswer, type PageReport } from '../service/contract.ts'

/** A service that is there answers within milliseconds, in a flood within a second. */
const answersWithinMs = 2_000

/**
 * Asks a service in another process how the page is, as often as the returned function is called; null while
 * nobody is there to answer. An answer that is late or refused (a flood) leaves what was known.
 *
 * @param ask `GET /api/health`; 503 or a TypeError, as of `fetch`, says that nobody is there
 */
export function pageReporter(
  ask: (signal: AbortSignal) => Promise<Response>,
): () => Promise<PageReport | null> {
  let known: PageReport | null = null
  return async () => {
    try {
      const answer = await ask(AbortSignal.timeout(answersWithinMs))
      if (answer.ok) known = HealthAnswer.parse(await answer.json()).page
      else if (answer.status === 503) known = null
    } catch (error) {
      if (error instanceof TypeError) known = null
    }
    return known
  }
}
