import type { Capabilities, HealthReport } from '../device.ts'
import { ok } from '../result.ts'
import type { StatusHolder } from '../status-holder.ts'
import type { CodeOutlet } from './code-outlet.ts'
import type { CodeReader } from './contract.ts'

export type ReaderParts = Readonly<{
  id: string
  capabilities: () => Capabilities
  status: StatusHolder
  outlet: CodeOutlet
  /** Drops a half-received code. */
  clearInput: () => void
  facts: () => HealthReport['facts']
  /** Ends the connection; status and outlet are silent already. */
  close: () => Promise<void>
}>

/** The half of a code reader that is alike in every driver. */
export function assembleReader(parts: ReaderParts): CodeReader {
  const { id, capabilities, status, outlet, clearInput, facts, close } = parts
  return {
    id,
    capabilities,
    status: () => status.status,
    onStatus: (listener) => status.onStatus(listener),
    async checkHealth(level) {
      const usable = status.usable
      return usable.ok ? ok({ level, facts: { ...facts(), ...outlet.facts } }) : usable
    },
    async reset() {
      clearInput()
      return status.usable
    },
    async enable() {
      const usable = status.usable
      if (!usable.ok) return usable
      clearInput()
      outlet.enable()
      return usable
    },
    async disable() {
      outlet.disable()
    },
    clearInput,
    onCode: (listener) => outlet.onCode(listener),
    async close() {
      status.end()
      outlet.close()
      await close()
    },
  }
}
