import { join } from 'node:path'
import { openPageCamera } from '../../hardware/camera/page-camera.ts'
import { defaultPhoneLines } from '../config/phone-lines.ts'
import { openJournal } from '../journal/open-journal.ts'
import { Access } from '../service/access.ts'
import { ClosedHost } from '../service/closed-host.ts'
import { keepIdleMark } from '../service/idle-mark.ts'
import { Lease } from '../service/lease.ts'
import { createServer } from '../service/server.ts'
import { keepWindowTicket } from '../service/window-ticket.ts'
import { PictureStore } from '../session/picture-store.ts'
import { feedWatchdog, notifySystemd } from '../shell/systemd.ts'
import { builtFolder } from './open-booth.ts'
import { toldToEnd } from './told-to-end.ts'

/** Where a booth without a configuration listens: the port of the packaged window's policy. */
export const standardPort = 8790

/**
 * A booth without a configuration is out of service, and says so on its screen instead of staying dark.
 * Serves that one screen until it is told to end.
 */
export async function runClosedBooth(): Promise<void> {
  const journal = await openJournal({ to: 'stdout' })
  journal.record('configuration-refused')
  const access = new Access()
  const camera = openPageCamera({
    id: 'camera',
    constraints: { device: '', width: 640, height: 480, frameRate: 5 },
  })
  const host = new ClosedHost(
    { reason: 'not-configured' },
    {
      name: 'Machinaka',
      price: 0,
      minutes: 5,
      counter: { name: '', address: '', phone: '', hours: '' },
      display: { widthMm: 268, heightMm: 476 },
      weeksUntilNotice: 4,
      phoneLines: [...defaultPhoneLines],
      informationUrl: 'https://www.kojinbango-card.go.jp/',
    },
  )
  const server = await createServer({
    surface: {
      host,
      lease: new Lease(),
      access,
      pictures: new PictureStore(),
      camera,
      pageCamera: null,
      journal,
    },
    listen: { on: 'port', port: standardPort },
    renderer: join(builtFolder, 'renderer'),
  })
  await server.listen({ host: '127.0.0.1', port: standardPort })
  const runtime = process.env['RUNTIME_DIRECTORY']
  const forget =
    runtime === undefined ? undefined : keepWindowTicket(access, `http://127.0.0.1:${standardPort}`, runtime)
  const noLongerIdle = runtime === undefined ? undefined : keepIdleMark(host, runtime)
  const told = toldToEnd()
  notifySystemd('READY=1')
  const stopFeeding = feedWatchdog(() => true)
  process.stderr.write(
    'There is no configuration: the booth is out of service (/etc/machinaka/booth.json).\n',
  )
  await told
  stopFeeding()
  forget?.()
  noLongerIdle?.()
  await server.close()
  await camera.close()
  await journal.close()
}
