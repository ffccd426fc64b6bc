import { openBooth } from '../../main/cli/open-booth.ts'
import { loadConfig } from '../../main/config/load.ts'
import { measure } from './measure.ts'

/** The booth service as `booth start --shell none` opens it, which also measures itself when it is asked. */
const loaded = loadConfig(process.argv[2])
if (!loaded.ok || loaded.value === null) throw new Error(loaded.ok ? 'No configuration.' : loaded.error)
const booth = await openBooth(loaded.value, () => undefined)
process.on('message', () => process.send?.(measure()))
process.once('disconnect', () => void booth.close().then(() => process.exit(0)))
process.send?.({ address: `${booth.url}/#${booth.access.issueCode()}` })
