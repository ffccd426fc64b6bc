import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { View } from '../../../main/service/contract.ts'

/** The booth's page as far as presses go: one stream, one connection for what it says, and nothing between them. */
export class PressingPage {
  readonly #origin: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #nonce = randomUUID()
  #token = ''
  #stream: AbortController = new AbortController()
  view: View | null = null

  private constructor(origin: string) {
    this.#origin = origin
  }

  static async open(address: string): Promise<PressingPage> {
    const { origin, hash } = new URL(address)
    const page = new PressingPage(origin)
    const { token } = JSON.parse(await page.#post('/api/token', { code: hash.slice(1) })) as { token: string }
    page.#token = token
    void page.#follow()
    while (page.view === null) await sleep(5)
    return page
  }

  /** Milliseconds from a press until the service has answered that it took it. */
  async press(): Promise<number> {
    const { serial, preferences } = this.view ?? { serial: 0 }
    const textSize = preferences?.textSize === 'normal' ? 'larger' : 'normal'
    const began = performance.now()
    const answer = await this.#post('/api/intent', {
      serial,
      intent: { type: 'set-preferences', preferences: { textSize } },
    })
    const milliseconds = performance.now() - began
    if (answer !== '{"taken":true}') throw new Error(`a press was answered ${answer}`)
    return milliseconds
  }

  async presses(count: number, everyMs = 20): Promise<number[]> {
    const milliseconds: number[] = []
    for (let n = 0; n < count; n++) {
      milliseconds.push(await this.press())
      if (n % 50 === 0) await this.#post('/api/heartbeat', { serial: 1, painted: 1, camera: null })
      await sleep(everyMs)
    }
    return milliseconds
  }

  close(): void {
    this.#stream.abort()
    this.#agent.destroy()
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stream
    try {
      const answer = await fetch(`${this.#origin}/api/view`, { headers: this.#headers(), signal })
      const decoder = new TextDecoder()
      let rest = ''
      for await (const bytes of answer.body ?? []) {
        const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) if (line !== '') this.view = View.parse(JSON.parse(line))
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}`, 'x-booth-page': this.#nonce }
  }

  #post(path: string, body: unknown): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = { ...this.#headers(), 'content-type': 'application/json' }
      const asked = request(
        this.#origin + path,
        { method: 'POST', headers, agent: this.#agent },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (part: string) => (text += part))
          answer.on('end', () => resolve(text))
        },
      )
      asked.on('error', reject)
      asked.end(JSON.stringify(body))
    })
  }
}
