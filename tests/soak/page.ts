import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { heartbeatMs, type Intent, type IntentAnswer, View } from '../../main/service/contract.ts'
import type { DockAct } from '../../main/dock/contract.ts'

/** A page of the booth without a browser: the same requests as renderer/client.ts. */
export class SoakPage {
  readonly #origin: string
  readonly #token: string
  readonly #nonce = randomUUID()
  readonly #ended = new AbortController()
  view: View | null = null

  private constructor(origin: string, token: string) {
    this.#origin = origin
    this.#token = token
  }

  /** Opens the address with its code, and waits for the first view. */
  static async open(address: string): Promise<SoakPage> {
    const { origin, hash } = new URL(address)
    const answer = await fetch(`${origin}/api/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: hash.slice(1) }),
    })
    const { token } = (await answer.json()) as { token: string }
    const page = new SoakPage(origin, token)
    void page.#follow()
    while (page.view === null) await sleep(10)
    return page
  }

  async act(intent: Intent): Promise<boolean> {
    const answer = await this.#post('/api/intent', { serial: this.view?.serial, intent })
    return ((await answer.json()) as IntentAnswer).taken
  }

  async dock(act: DockAct): Promise<void> {
    await this.#post('/api/dock', act).then((answer) => answer.arrayBuffer())
  }

  async picture(id: string): Promise<void> {
    const answer = await fetch(`${this.#origin}/api/pictures/${id}`, { headers: this.#headers() })
    await answer.arrayBuffer()
  }

  /** Where the next applicant's page is, as the page asks at the end of a session. */
  async next(): Promise<string> {
    const answer = await this.#post('/api/next', {})
    return ((await answer.json()) as { address: string }).address
  }

  /** The window is gone, whatever is on it. */
  close(): void {
    this.#ended.abort()
  }

  async #follow(): Promise<void> {
    const { signal } = this.#ended
    const beat = setInterval(() => {
      if (this.view === null) return
      const { serial } = this.view
      void this.#post('/api/heartbeat', { serial, painted: 60, camera: null }).catch(() => undefined)
    }, heartbeatMs)
    try {
      while (!signal.aborted) {
        const answer = await fetch(`${this.#origin}/api/view`, { headers: this.#headers(), signal })
        if (answer.ok && answer.body !== null)
          for await (const line of createInterface({ input: Readable.fromWeb(answer.body) }))
            if (line !== '') this.view = View.parse(JSON.parse(line))
        await sleep(50)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      clearInterval(beat)
    }
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}`, 'x-booth-page': this.#nonce }
  }

  #post(path: string, body: unknown): Promise<Response> {
    return fetch(this.#origin + path, {
      method: 'POST',
      headers: { ...this.#headers(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }
}
