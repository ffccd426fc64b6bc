#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError, Option } from 'commander'
import { CannotDo, exitCodes } from './cli/cannot-do.ts'
import type { ChartArguments } from './cli/chart-command.ts'
import type { DemoArguments } from './cli/demo-command.ts'
import type { DiagnoseArguments } from './cli/diagnose-command.ts'
import type { PhotoArguments } from './cli/photo-command.ts'
import type { ProvisionArguments } from './cli/provision-command.ts'
import type { StartArguments } from './cli/start-command.ts'
import type { UpdateArguments } from './cli/update-command.ts'
import { shells } from './shell/shells.ts'
import { languages } from './service/contract.ts'

/**
 * The `booth` command. Each command's module is loaded when it is asked for, so that `form` does not pay for
 * the photo check. Everything after `--` is a value.
 */
const program = new Command('booth')
  .description('The software of a town ID photo booth.')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(sentence(text)) })
  .showSuggestionAfterError(false)

/** Commander says "error: unknown option '--x'"; people are told in a sentence. */
function sentence(text: string): string {
  const plain = text.replace(/^error: /, '').trim()
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${/[.!?]$/.test(plain) ? '' : '.'}\n`
}

const config = () => new Option('--config <file>', 'configuration of the booth')
const json = () => new Option('--json', 'one JSON document (or a line an item) on standard output')
const shell = () => new Option('--shell <shell>', 'the window').choices([...shells])
const language = () =>
  new Option('--language <language>', 'of the screens').choices([...languages]).default('ja')

const staffLanguage = (what: string) =>
  new Option('--language <language>', what).choices(['ja', 'en']).default('en')

const ended = (code: number): void => {
  process.exitCode = code
}

const withDemoOptions = (command: Command): Command =>
  command
    .option('--out <folder>', 'where pictures and record go', 'demo-output')
    .option('--portrait <file>', 'picture that stands before the camera')
    .option('--form <payload>', "what the form's QR code says; - reads standard input")
    .addOption(language())

withDemoOptions(program.command('play', { hidden: true }))
  .description('what `npm start` runs: `start` on a machine with a display, else `demo`')
  .addOption(config())
  .addOption(shell())
  .addOption(json())
  .action(async (options: StartArguments & DemoArguments) => {
    const { play } = await import('./cli/play-command.ts')
    ended(await play(options))
  })

program
  .command('start')
  .description('run the booth')
  .addOption(config())
  .addOption(shell())
  .addOption(json())
  .action(async (options: StartArguments) => {
    const { startCommand } = await import('./cli/start-command.ts')
    ended(await startCommand(options))
  })

program
  .command('window')
  .description('the locked window of a service that runs as another user (systemd)')
  .option('--runtime <folder>', "the service's runtime folder", '/run/machinaka')
  .action(async (options: { runtime: string }) => {
    const { windowCommand } = await import('./cli/window-command.ts')
    ended(await windowCommand(options))
  })

withDemoOptions(program.command('demo'))
  .description('play one whole application on simulated devices, unattended')
  .addOption(json())
  .action(async (options: DemoArguments) => {
    if (!existsSync(join(import.meta.dirname, 'demo')))
      throw new CannotDo('This package has no demonstration; a checkout has.')
    const { demoCommand } = await import('./cli/demo-command.ts')
    ended(await demoCommand(options))
  })

program
  .command('photo')
  .description('check pictures; one verdict a file')
  .argument('<file...>')
  .addOption(json())
  .addOption(
    new Option('--as <kind>', 'what the pictures are').choices(['still', 'portrait']).default('still'),
  )
  .option('--crop <folder>', 'write the 35:45 portraits of stills there')
  .option('--special-reason', 'the applicant cannot meet the photo conditions')
  .option('--quality', 'add the ISO/IEC 29794-5 measures')
  .action(async (files: string[], options: PhotoArguments) => {
    const { photoCommand } = await import('./cli/photo-command.ts')
    ended(await photoCommand(files, options))
  })

program
  .command('form')
  .description('say what a scanned code is')
  .argument('<payload>', 'the code; - reads standard input')
  .addOption(json())
  .action(async (payload: string, options: { json?: true }) => {
    const { formCommand } = await import('./cli/form-command.ts')
    ended(formCommand(payload, options))
  })

program
  .command('diagnose')
  .description('run the self-tests: READY, READY WITH WARNINGS or NOT READY')
  .addOption(config())
  .addOption(json())
  .option('--report <file>', 'the readiness report as PDF')
  .addOption(
    new Option('--level <level>', 'external also takes a shot, prints a test page and lights the lamp')
      .choices(['internal', 'external'])
      .default('internal'),
  )
  .addOption(staffLanguage('of the report'))
  .action(async (options: DiagnoseArguments) => {
    const { diagnoseCommand } = await import('./cli/diagnose-command.ts')
    ended(await diagnoseCommand(options))
  })

program
  .command('chart')
  .description('the test chart for the camera, as a PDF to print')
  .option('--out <file>', 'where it goes', 'chart.pdf')
  .addOption(staffLanguage('of the words on it'))
  .action(async (options: ChartArguments) => {
    const { chartCommand } = await import('./cli/chart-command.ts')
    ended(await chartCommand(options))
  })

program
  .command('provision')
  .description('first set-up: keys, request for the intake, its answer, staff PINs')
  .addOption(config())
  .option('--enrolment <file>', "the intake's answer to the request")
  .option('--operator-pin <pin>', '- reads standard input')
  .option('--technician-pin <pin>', '- reads standard input')
  .action(async (options: ProvisionArguments) => {
    const { provisionCommand } = await import('./cli/provision-command.ts')
    ended(await provisionCommand(options))
  })

const outbox = program.command('outbox').description('the queue of sealed applications')
outbox
  .command('list')
  .addOption(config())
  .addOption(json())
  .action(async (options: { config?: string; json?: true }) => {
    const { listCommand } = await import('./cli/outbox-command.ts')
    ended(listCommand(options))
  })
outbox
  .command('retry')
  .argument('<id>', 'application ID or reference')
  .addOption(config())
  .addOption(json())
  .action(async (id: string, options: { config?: string; json?: true }) => {
    const { retryCommand } = await import('./cli/outbox-command.ts')
    ended(await retryCommand(id, options))
  })
outbox
  .command('export')
  .argument('<folder>', 'where the copies go')
  .addOption(config())
  .addOption(json())
  .action(async (folder: string, options: { config?: string; json?: true }) => {
    const { exportCommand } = await import('./cli/outbox-command.ts')
    ended(await exportCommand(folder, options))
  })

const update = program.command('update').description('signed updates of the installed package')
update
  .command('look')
  .description('look for a signed release above the version that runs, and fetch it')
  .addOption(config())
  .option('--from <place>', 'folder or https URL, in place of updates.from of the configuration')
  .action(async (options: UpdateArguments) => {
    const { lookCommand } = await import('./cli/update-command.ts')
    ended(await lookCommand(options))
  })
update
  .command('apply')
  .description('install what lies ready, and go back where the booth is less well with it (root)')
  .option('--now', 'without waiting until nobody has been inside for five minutes')
  .action(async (options: UpdateArguments) => {
    const { applyCommand } = await import('./cli/update-command.ts')
    ended(applyCommand(options))
  })
update
  .command('status')
  .description('which version runs, and how the last update ended')
  .addOption(json())
  .action(async (options: UpdateArguments) => {
    const { statusCommand } = await import('./cli/update-command.ts')
    ended(statusCommand(options))
  })
update
  .command('tell', { hidden: true })
  .description('write the end of an update into the journal (systemd)')
  .addOption(config())
  .action(async (options: UpdateArguments) => {
    const { tellCommand } = await import('./cli/update-command.ts')
    ended(await tellCommand(options))
  })

program
  .command('intake')
  .description('the receiving service, as a process of its own; `intake --help` lists its commands')
  .helpOption(false)
  .allowUnknownOption()
  .allowExcessArguments()
  .argument('[arguments...]')
  .action((args: string[]) => {
    const intake = join(import.meta.dirname, '..', 'intake', 'main.ts')
    if (process.execve === undefined) throw new CannotDo('The intake needs a POSIX system.')
    // In this process's place, so that signals, streams and exit code are the intake's own.
    process.execve(process.execPath, [process.execPath, intake, ...args], process.env)
  })

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.yes : exitCodes.couldNotBeDone
  else if (error instanceof CannotDo) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = exitCodes.couldNotBeDone
  } else throw error
}
