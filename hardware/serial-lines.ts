import type { Clock } from './clock.ts'
import { LineDecoder } from './code-reader/line-decoder.ts'
import type { SerialAddress, SerialFailure, SerialSettings } from './serial-connection.ts'
import { SerialConnection } from './serial-connection.ts'

export type SerialLineHandlers = Readonly<{
  opened(): void
  /** A line that answers no question. */
  said(line: string): void
  failed(failure: SerialFailure): void
}>

/** A small serial device that is spoken to in lines of ASCII: one question at a time, each with one answer. */
export class SerialLines {
  readonly #connection: SerialConnection
  readonly #decoder = new LineDecoder()
  readonly #clock: Clock
  #asking: { isAnswer: (line: string) => boolean; answer: (line?: string) => void } | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(address: SerialAddress, settings: SerialSettings, handlers: SerialLineHandlers, clock: Clock) {
    this.#clock = clock
    this.#connection = new SerialConnection(address, settings, {
      opened: () => handlers.opened(),
      received: (bytes) => {
        for (const line of this.#decoder.push(bytes)) {
          if (this.#asking?.isAnswer(line) === true) this.#asking.answer(line)
          else handlers.said(line)
        }
      },
      failed: (failure) => handlers.failed(failure),
    })
  }

  /** The answer to a line, or undefined when none has come in time (milliseconds). */
  ask(line: string, isAnswer: (line: string) => boolean, withinMs: number): Promise<string | undefined> {
    const mine = this.#turn.then(
      () =>
        new Promise<string | undefined>((resolve) => {
          const finish = (answer?: string): void => {
            callOff()
            this.#asking = undefined
            resolve(answer)
          }
          const callOff = this.#clock.after(withinMs, () => finish())
          this.#asking = { isAnswer, answer: finish }
          void this.#connection.write(Buffer.from(`${line}\n`)).then((written) => {
            if (!written.ok) finish()
          })
        }),
    )
    this.#turn = mine
    return mine
  }

  close(): Promise<void> {
    this.#asking?.answer()
    return this.#connection.close()
  }
}
