import type { Socket } from 'node:net'

/** How often the line moves, in milliseconds. */
const moveEveryMs = 25

/**
 * Requests beyond so many a second wait in line instead of being turned away: each connection gets its turn, so a
 * flood over thirty connections delays the thirty-first by a moment and no more. Whoever hangs up gives up its place,
 * and a connection that asks again before it was answered, as no browser does, is ended.
 */
export class WaitingLine {
  readonly #perMove: number
  /** In the order of arrival, one place a connection. */
  readonly #line = new Map<Socket, () => void>()
  #passed = 0
  #moving: NodeJS.Timeout | undefined

  constructor(perSecond: number) {
    this.#perMove = (perSecond * moveEveryMs) / 1_000
  }

  /** Resolves when it is the turn of this connection; never where it has hung up. */
  turn(socket: Socket): Promise<void> {
    return new Promise((go) => {
      if (this.#line.has(socket)) socket.destroy()
      else this.#line.set(socket, go)
      this.#moving ??= setInterval(() => this.#move(), moveEveryMs)
      this.#pass()
    })
  }

  #move(): void {
    if (this.#line.size === 0 && this.#passed === 0) {
      clearInterval(this.#moving)
      this.#moving = undefined
    }
    this.#passed = 0
    this.#pass()
  }

  #pass(): void {
    for (const [socket, go] of this.#line) {
      if (this.#passed >= this.#perMove) return
      this.#line.delete(socket)
      if (socket.destroyed) continue
      this.#passed += 1
      go()
    }
  }
}
