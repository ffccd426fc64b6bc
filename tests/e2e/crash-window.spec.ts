import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import * as z from 'zod'
import { prepareGround } from '../../main/demo/ground.ts'
import { JournalReader } from '../../main/demo/journal-reader.ts'
import { startReady } from '../../main/demo/ready-process.ts'

const xvfb = '/usr/bin/Xvfb'
const cli = join(import.meta.dirname, '..', '..', 'main', 'cli.ts')

test.skip(
  !existsSync(xvfb),
  'Xvfb (Debian package xvfb) is not installed: the Chromium window has no display.',
)

/** Processes that a process has started, with their command lines. */
const childrenOf = (pid: number): { pid: number; command: string }[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child !== '')
    .map((child) => ({ pid: Number(child), command: readFileSync(`/proc/${child}/cmdline`, 'utf8') }))

test("the booth's own Chromium window is killed: another one is opened, and its page has the booth", async () => {
  test.setTimeout(180_000)
  await using ending = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'machinaka-window-crash-'))
  ending.defer(() => rmSync(folder, { recursive: true, force: true }))
  const display = spawn(xvfb, ['-displayfd', '1', '-screen', '0', '1080x1920x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  ending.defer(() => void display.kill())
  const [number] = (await once(display.stdout, 'data')) as [Buffer]
  const ground = await prepareGround(folder)
  ending.defer(() => ground.intake.stop())
  const journal = new JournalReader(ground.config.journal.folder)
  const booth = await startReady({
    file: cli,
    args: ['start', '--shell', 'chromium', '--json', '--config', ground.configFile],
    env: { DISPLAY: `:${number.toString().trim()}` },
    says: z.object({ ready: z.literal(true) }),
  })
  ending.defer(() => booth.stop())

  const window = (): number | undefined =>
    childrenOf(booth.process.pid ?? 0).find(({ command }) => command.includes('--kiosk'))?.pid
  await expect.poll(() => journal.count('page-joined'), { timeout: 60_000 }).toBe(1)
  const first = window()
  expect(first).toBeDefined()
  process.kill(first ?? 0, 'SIGKILL')
  const killedAt = Date.now()
  await expect.poll(() => journal.count('page-joined'), { timeout: 60_000 }).toBe(2)
  test.info().annotations.push({ type: 'page again', description: `${Date.now() - killedAt} ms` })
  expect(journal.last('window-renewed')).toEqual({ because: 'ended' })
  expect(window()).not.toBe(first)
})
