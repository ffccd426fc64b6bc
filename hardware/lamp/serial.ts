import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import type { DeviceFault } from '../device.ts'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import type { SerialAddress } from '../serial-connection.ts'
import { describeAddress } from '../serial-connection.ts'
import { SerialLines } from '../serial-lines.ts'
import { StatusHolder } from '../status-holder.ts'
import type { Lamp } from './contract.ts'

export type SerialLampOptions = Readonly<{
  id: string
  path: SerialAddress
  baudRate?: number
  clock?: Clock
  /** How often the lamp is asked whether it is there, in milliseconds (the protocol's 5 s). */
  askEveryMs?: number
}>

/** The protocol's answering time of 500 ms, and as much again for a busy USB hub. */
const answerWithinMs = 1_000

const isAnswer = (line: string): boolean => /^(OK \d{1,3}|ERR (driver|range|command)|ID lamp .*)$/.test(line)

/** A lamp that speaks the line protocol of ./contract.ts. */
export function openSerialLamp(options: SerialLampOptions): Lamp {
  const { id, path, baudRate = 9_600, clock = systemClock, askEveryMs = 5_000 } = options
  const status = new StatusHolder('lamp', clock)
  let model = 'serial lamp'
  let callOffNext: () => void = () => undefined

  const lines = new SerialLines(
    path,
    { baudRate },
    {
      opened: () => void greet(),
      said(line) {
        if (line === 'ERR driver') fail({ code: 'lamp-failed', detail: 'the light does not follow' })
      },
      failed: (failure) => fail({ code: 'lamp-missing', detail: failure.detail }),
    },
    clock,
  )

  function fail(fault: DeviceFault): void {
    callOffNext()
    status.fail(fault)
  }

  async function say(line: string): Promise<Result<string, DeviceFault>> {
    const answer = await lines.ask(line, isAnswer, answerWithinMs)
    if (answer === 'ERR driver') fail({ code: 'lamp-failed', detail: 'the light does not follow' })
    else if (answer === undefined)
      fail({ code: 'lamp-missing', detail: `${describeAddress(path)}: no answer` })
    const fault = status.status.fault
    if (fault !== undefined) return err(fault)
    return answer === undefined ? err({ code: 'lamp-missing', detail: 'closed' }) : ok(answer)
  }

  async function greet(): Promise<void> {
    const answer = await say('ID')
    if (!answer.ok) return
    const known = /^ID lamp 1 ?(.{0,60})$/.exec(answer.value)
    if (known === null)
      return fail({ code: 'lamp-missing', detail: `${describeAddress(path)}: another device` })
    if (known[1] !== undefined && known[1] !== '') model = known[1]
    if (status.status.state === 'starting') status.become('online')
    askAgain()
  }

  function askAgain(): void {
    callOffNext = clock.after(askEveryMs, () => {
      void say('GET').then((answer) => {
        if (answer.ok) askAgain()
      })
    })
  }

  return {
    id,
    capabilities: () => ({ kind: 'lamp', model, driver: 'serial', simulated: false }),
    status: () => status.status,
    onStatus: (listener) => status.onStatus(listener),
    async checkHealth(level) {
      const usable = status.usable
      if (!usable.ok) return usable
      const answer = await say('GET')
      return answer.ok
        ? ok({ level, facts: { port: describeAddress(path), percent: Number(answer.value.slice(3)) } })
        : answer
    },
    async reset() {
      return status.usable
    },
    async set(brightness) {
      const usable = status.usable
      if (!usable.ok) return usable
      const percent = Math.round(Math.min(1, Math.max(0, brightness)) * 100)
      const answer = await say(`SET ${percent}`)
      if (!answer.ok) return answer
      return answer.value === `OK ${percent}`
        ? ok(undefined)
        : err({ code: 'lamp-failed', detail: 'another brightness than asked for' })
    },
    async close() {
      status.end()
      callOffNext()
      await lines.close()
    },
  }
}
