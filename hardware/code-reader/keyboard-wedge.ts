import type { FileHandle } from 'node:fs/promises'
import { open as openFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import { StatusHolder } from '../status-holder.ts'
import { assembleReader } from './assembled-reader.ts'
import { CodeOutlet } from './code-outlet.ts'
import type { CodeReader } from './contract.ts'
import { WedgeDecoder } from './wedge-keys.ts'

export type KeyboardWedgeOptions = Readonly<{
  id: string
  /** The input device; without it the first keyboard of /dev/input/by-id. */
  path?: string | undefined
  /** A wedge also types into whatever has the focus, a password field say: never on a booth. */
  development: true
  clock?: Clock
}>

/** Keys of a wedge follow each other within 20 ms; a pause this long, in milliseconds, ends half a code. */
const gapMs = 250

/** For development with the reader at hand. */
export function openKeyboardWedge(options: KeyboardWedgeOptions): CodeReader {
  const { id, clock = systemClock } = options
  let path = options.path ?? ''
  const status = new StatusHolder('code-reader', clock)
  const outlet = new CodeOutlet(status, clock)
  const decoder = new WedgeDecoder()
  const abort = new AbortController()
  let callOffGap: () => void = () => undefined

  async function read(): Promise<void> {
    let file: FileHandle
    try {
      if (path === '') path = await firstKeyboard()
      file = await openFile(path, 'r')
    } catch (error) {
      const reason =
        error instanceof Error && 'code' in error && error.code === 'EACCES' ? 'no-permission' : 'missing'
      return status.fail({ code: `code-reader-${reason}`, detail: path })
    }
    // The stream closes the file when it ends, however it ends.
    const stream = file.createReadStream({ signal: abort.signal })
    status.become('online')
    try {
      for await (const bytes of stream as AsyncIterable<Uint8Array>) {
        callOffGap()
        outlet.heard()
        for (const code of decoder.push(bytes)) outlet.deliver(code)
        callOffGap = clock.after(gapMs, () => decoder.gap())
      }
    } catch {
      // ENODEV when it is unplugged, AbortError when it is closed.
    }
    callOffGap()
    if (!abort.signal.aborted) status.fail({ code: 'code-reader-lost', detail: path })
  }
  // A blocking read of an input device ends with its next event only: closing does not wait for it.
  void read()

  return assembleReader({
    id,
    capabilities: () => ({
      kind: 'code-reader',
      model: 'keyboard wedge',
      driver: 'keyboard-wedge',
      simulated: false,
    }),
    status,
    outlet,
    clearInput: () => decoder.clear(),
    facts: () => ({ path }),
    async close() {
      callOffGap()
      abort.abort()
    },
  })
}

const byId = '/dev/input/by-id'

async function firstKeyboard(): Promise<string> {
  const names = await readdir(byId).catch(() => [])
  return join(byId, names.find((name) => name.endsWith('-event-kbd')) ?? 'no-keyboard')
}
