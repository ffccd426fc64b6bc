import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import production from '../fixtures/config/version-1.json' with { type: 'json' }

const cli = join(import.meta.dirname, '..', '..', 'main', 'cli.ts')

type Refused = Readonly<{ code: number | string | null; said: string }>

/** A start that does not come about ends by itself; one that hangs is killed, and has no code. */
const startWithinMs = 120_000
const start = (config: string): Promise<Refused> =>
  new Promise((resolve) => {
    const args = [cli, 'start', '--shell', 'none', '--config', config]
    execFile(
      process.execPath,
      args,
      { timeout: startWithinMs, killSignal: 'SIGKILL' },
      (error, _stdout, stderr) =>
        resolve({ code: error === null ? 0 : (error.code ?? null), said: stderr.trim() }),
    )
  })

describe('a booth that cannot start', () => {
  let folder: string
  let config: (name: string, settings: object) => string
  const taken = createServer()
  let port: number
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'machinaka-refused-'))
    // Also for root, who may write everywhere, a folder cannot be where a file is.
    writeFileSync(join(folder, 'file'), '')
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening))
    port = (taken.address() as AddressInfo).port
    config = (name, settings) => {
      const storage = { folder: join(folder, name, 'state') }
      const intake = { ...production.intake, keysFolder: join(folder, name, 'keys') }
      const journal = { to: 'file', folder: join(folder, name, 'log') }
      const service = { listen: { on: 'socket', path: join(folder, name, 'booth.sock') } }
      const path = join(folder, `${name}.json`)
      const whole = { ...production, development: true, storage, intake, journal, service, ...settings }
      writeFileSync(path, JSON.stringify(whole))
      return path
    }
  })
  afterAll(() => {
    taken.close()
    rmSync(folder, { recursive: true, force: true })
  })

  // Started at the same time: each waits for the disk more than for the processor.
  it('says in one sentence why, and ends at once with 2', { timeout: 150_000 }, async () => {
    const file = join(folder, 'file')
    const socket = { on: 'socket', path: join(folder, 'metrics', 'booth.sock') }
    const [state, listening, metrics, root] = await Promise.all([
      start(config('storage', { storage: { folder: file } })),
      start(config('port', { service: { listen: { on: 'port', port } } })),
      start(config('metrics', { service: { listen: socket, metricsPort: port } })),
      start(config('root', { development: false })),
    ])
    expect(state).toEqual({ code: 2, said: `storage.folder: ${file} cannot be written to (EEXIST).` })
    expect(listening).toEqual({ code: 2, said: `service.listen: port ${port} is taken by another program.` })
    expect(metrics).toMatchObject({
      code: 2,
      said: expect.stringMatching(/^service\.metricsPort: got \d+, expected/),
    })
    if (process.getuid?.() === 0)
      expect(root).toEqual({ code: 2, said: 'A booth in service does not run as root.' })
  })
})
