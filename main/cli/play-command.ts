import { demoCommand, type DemoArguments } from './demo-command.ts'
import { startCommand, type StartArguments } from './start-command.ts'

const hasDisplay = (): boolean => Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])

/** `npm start`: the kiosk window where there is a display, one unattended application where there is none. */
export async function play(options: StartArguments & DemoArguments): Promise<number> {
  if (options.shell === undefined && !hasDisplay()) {
    process.stderr.write('There is no display: one whole application is played unattended.\n')
    return await demoCommand(options)
  }
  return await startCommand(options)
}
