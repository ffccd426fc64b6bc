import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Who may speak to the service over loopback: whoever holds a token, and a token comes from a code that the
 * booth gave to the window it opened and that works once. Over the Unix socket the file's mode decides.
 */
export class Access {
  readonly #codes = new Set<string>()
  readonly #tokens: Buffer[] = []
  readonly #listeners = new Set<() => void>()
  /** One window, and the one it is replaced by; older tokens end. */
  static readonly #keptTokens = 2

  issueCode(): string {
    const code = randomBytes(24).toString('base64url')
    this.#codes.add(code)
    return code
  }

  exchange(code: string): string | undefined {
    if (!this.#codes.delete(code)) return undefined
    const token = randomBytes(32).toString('base64url')
    this.#tokens.push(digest(token))
    if (this.#tokens.length > Access.#keptTokens) this.#tokens.shift()
    for (const listener of this.#listeners) listener()
    return token
  }

  /** Called each time a code was used. */
  onExchange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  admits(authorization: string | undefined): boolean {
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
    if (token === undefined) return false
    const given = digest(token)
    return this.#tokens.some((known) => timingSafeEqual(known, given))
  }
}
