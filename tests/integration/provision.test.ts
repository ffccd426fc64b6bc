import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findDevices } from '../../main/cli/provisioning/found-devices.ts'
import { parseConfig } from '../../main/config/load.ts'
import production from '../fixtures/config/version-1.json' with { type: 'json' }
import { leftOutIf } from '../left-out.ts'

const program = join(import.meta.dirname, '..', '..', 'main', 'cli.ts')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'machinaka-provision-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A person at a terminal: `script` (util-linux) gives the command a real one and passes on what is typed. */
function atTerminal(config: string) {
  const command = [process.execPath, program, 'provision', '--config', config]
    .map((word) => `'${word}'`)
    .join(' ')
  // The answers lead to /var/lib/machinaka, which for root is there: it gets one of its own.
  const apart =
    process.getuid?.() === 0 ? `unshare --mount sh -c "mount -t tmpfs none /var/lib && ${command}"` : command
  const terminal = spawn('script', ['-qec', apart, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, COLUMNS: '200', NO_COLOR: '1' },
  })
  let all = ''
  let unread = ''
  terminal.stdout.on('data', (piece: Buffer) => {
    all += piece.toString('utf8')
    unread += piece.toString('utf8')
  })
  const ended = new Promise<number | null>((resolve) => void terminal.once('exit', resolve))
  const see = async (text: string): Promise<void> => {
    const until = Date.now() + 30_000
    while (!unread.includes(text)) {
      if (Date.now() > until) throw new Error(`"${text}" is not shown; shown was:\n${unread}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    unread = unread.slice(unread.indexOf(text) + text.length)
  }
  return {
    see,
    answer: async (question: string, keys: string): Promise<void> => {
      await see(question)
      terminal.stdin.write(keys)
    },
    ended,
    all: () => all,
  }
}

const noRoot = process.getuid?.() === 0 ? undefined : 'its keys go to /var/lib, which is for root'

describe('first boot at a terminal', { timeout: 120_000 }, () => {
  it.skipIf(noRoot !== undefined)(
    leftOutIf(
      'asks, says what does not fit, writes a file the booth takes, and sets PINs that are never shown',
      noRoot,
    ),
    async () => {
      const file = join(folder, 'etc', 'booth.json')
      const { answer, see, ended, all } = atTerminal(file)
      await answer('Booth ID', 'north 17\r')
      await answer('Expected: 1 to 64 letters, digits and hyphens', '\x15north-17\r')
      await answer('Name of the booth', '17号機 駅北口\r')
      await answer('Office to go to', '町役場 町民課\r')
      await answer('its address', '本町1丁目1番1号\r')
      await answer('its telephone number', '000-000-0000\r')
      await answer('its opening hours', '\r')
      await answer('Visible area of the screen', '\r')
      await answer('URL of the intake', 'http://intake.example/\r')
      await answer('Expected: a URL that begins with https:', '\x15https://intake.example/\r')
      await answer('Code reader', '\r')
      await answer('its path', '/dev/serial/by-id/usb-reader\r')
      await answer('Camera', '\r')
      await answer('Slip printer', '\r')
      await answer('signed updates', '\r')
      await answer('Write this to', '\r')
      await see('is written.')
      const written = readFileSync(file, 'utf8')
      expect(parseConfig(written)).toMatchObject({ ok: true, value: { booth: { id: 'north-17' } } })
      expect(statSync(file).mode & 0o777).toBe(0o640)
      await answer('PIN of the operator', '\x03')
      expect(await ended).toBe(2)
      expect(all()).not.toContain('    at ')
    },
  )

  it('refuses easy PINs, says why, asks twice and shows neither', async () => {
    const file = join(folder, 'booth.json')
    const state = join(folder, 'state')
    mkdirSync(state)
    writeFileSync(
      file,
      JSON.stringify({
        ...production,
        intake: { ...production.intake, keysFolder: join(state, 'keys') },
        storage: { folder: state },
        journal: { folder: join(state, 'journal') },
        development: true,
      }),
    )
    const { answer, see, ended, all } = atTerminal(file)
    await answer('PIN of the operator', '1234\r')
    await answer('A PIN has 6 to 12 digits.', '\x15000000\r')
    await answer('too easily guessed: use', '\x1519850401\r')
    await answer('it could be a date', '\x15820597\r')
    await answer('once more', '820579\r')
    await answer('These are two different PINs.', '')
    await answer('PIN of the operator', '820597\r')
    await answer('once more', '820597\r')
    await see('The PIN of the operator is set.')
    await answer('PIN of the technician', '820597\r')
    await answer('once more', '820597\r')
    await answer('The operator already has this PIN', '')
    await answer('PIN of the technician', '70359126\r')
    await answer('once more', '70359126\r')
    await see('booth provision --enrolment FILE')
    expect(await ended).toBe(0)
    for (const pin of ['820597', '820579', '70359126']) expect(all()).not.toContain(pin)
    expect(existsSync(join(state, 'staff.json'))).toBe(true)
    const audit = readdirSync(join(state, 'journal')).map((name) =>
      readFileSync(join(state, 'journal', name), 'utf8'),
    )
    expect(audit.join('').match(/"staff-pin-set".*"role":"(operator|technician)"/g)).toHaveLength(2)
  })

  it('is left by Ctrl-C with everything as it was', async () => {
    const file = join(folder, 'untouched.json')
    const { answer, ended, all } = atTerminal(file)
    await answer('Booth ID', '\x03')
    expect(await ended).toBe(2)
    expect(all()).toContain('Cancelled: what was not said to be done is as it was.')
    expect(existsSync(file)).toBe(false)
  })
})

describe('devices that are offered', () => {
  it('are those that Linux knows, and no keyboards', () => {
    const root = join(folder, 'linux')
    const lay = (path: string, text: string): void => {
      mkdirSync(join(root, path, '..'), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    lay('dev/serial/by-id/usb-Newland_NLS-FM430', '')
    lay(
      'sys/class/hidraw/hidraw0/device/uevent',
      'HID_ID=0003:000005E0:00001200\nHID_NAME=Symbol Technologies Bar Code Scanner\n',
    )
    lay(
      'sys/class/hidraw/hidraw1/device/uevent',
      'HID_ID=0003:0000046D:0000C31C\nHID_NAME=Logitech Keyboard\n',
    )
    lay('sys/class/video4linux/video0/name', 'Logitech BRIO\n')
    lay('sys/class/video4linux/video1/name', 'Logitech BRIO\n')
    const found = findDevices(root)
    expect(found.codeReaders.map(({ config }) => config)).toEqual([
      { driver: 'serial-line', port: '/dev/serial/by-id/usb-Newland_NLS-FM430' },
      { driver: 'hid-pos', vendorId: '05e0', productId: '1200' },
    ])
    expect(found.cameras).toContainEqual({
      label: 'USB camera: Logitech BRIO',
      config: { driver: 'uvc', device: 'Logitech BRIO' },
    })
  })
})
