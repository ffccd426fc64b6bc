import * as electron from 'electron'
import { boothProxy } from './proxy.ts'
import { runElectronShell } from './shell.ts'

/** The production window: shows the service's page and denies everything else. */
const socketPath = process.env['MACHINAKA_SOCKET'] ?? '/run/machinaka/booth.sock'

await runElectronShell({
  electron,
  proxy: boothProxy({ socketPath }),
  asRoot: process.getuid?.() === 0,
  development: process.env['MACHINAKA_DEVELOPMENT'] === '1',
  leave: (sentence) => {
    process.stderr.write(`${sentence}\n`)
    process.exit(2)
  },
})
