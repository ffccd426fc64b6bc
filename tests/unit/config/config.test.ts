import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boothFacts } from '../../../main/config/booth-facts.ts'
import { developmentConfig } from '../../../main/config/development.ts'
import { loadConfig, parseConfig } from '../../../main/config/load.ts'
import { migrate, migrations } from '../../../main/config/migrate.ts'
import { Config, configVersion } from '../../../main/config/schema.ts'
import { BoothFacts } from '../../../main/service/contract.ts'
import production from '../../fixtures/config/version-1.json' with { type: 'json' }

type Json = Record<string, unknown>
/** The booth of the fixture with the value at `path` replaced (or, with `undefined`, taken away). */
const booth = (path = '', value?: unknown): string => {
  const file = structuredClone(production) as Json
  const names = path.split('.')
  const last = names.pop()
  const parent = names.reduce<Json>((at, name) => (at[name] ??= {}) as Json, file)
  if (last) {
    if (value === undefined) delete parent[last]
    else parent[last] = value
  }
  return JSON.stringify(file)
}
const sentence = (path: string, value?: unknown): string => {
  const result = parseConfig(booth(path, value))
  return result.ok ? 'taken' : result.error
}

describe('a configuration', () => {
  it('needs only what has no default', () => {
    const result = parseConfig(booth())
    expect(result.ok && result.value.session.price).toBe(0)
    expect(result.ok && result.value.booth.minutes).toBe(5)
    expect(result.ok && result.value.devices.printer).toEqual({ driver: 'none' })
    expect(result.ok && result.value.scan.hosts).toEqual(['kojinbango-card.go.jp'])
  })

  it('gives the page the facts of its contract, the free lines first', () => {
    const result = parseConfig(booth())
    if (!result.ok) throw new Error(result.error)
    const facts = BoothFacts.parse(boothFacts(result.value))
    expect(facts.phoneLines.map((line) => line.number).slice(0, 2)).toEqual(['0120-95-0178', '0120-0178-27'])
    for (const language of ['ja', 'ja-easy', 'en', 'zh-Hans', 'ko', 'es', 'pt'] as const) {
      const own = facts.phoneLines.find((line) => line.languages.includes(language))
      expect(own?.cost, language).toBe('free')
    }
  })

  it.each([
    ['booth.id', 'a b', 'booth.id: got "a b", expected 1 to 64 letters, digits and hyphens'],
    ['booth.id', undefined, 'booth.id: got nothing, expected a text'],
    ['booth.minutes', 2.5, 'booth.minutes: got 2.5, expected a whole number'],
    ['booth.display', { widthMm: 5, heightMm: 476 }, 'booth.display.widthMm: got 5, expected at least 50'],
    ['devices.camera.width', 12, 'devices.camera.width: got 12, expected at least 640'],
    [
      'devices.codeReader.driver',
      'foo',
      'devices.codeReader.driver: got "foo", expected one of "serial-line", "zebra-ssi", "hid-pos", "keyboard-wedge", "simulator"',
    ],
    [
      'devices.codeReader.baudRate',
      9601,
      'devices.codeReader.baudRate: got 9601, expected one of 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200',
    ],
    [
      'devices.camera',
      { driver: 'simulator' },
      'devices.camera.driver: got "simulator", expected a driver of a real device (this one needs "development": true)',
    ],
    [
      'devices.codeReader',
      { driver: 'keyboard-wedge' },
      'devices.codeReader.driver: got "keyboard-wedge", expected a driver of a real device (this one needs "development": true)',
    ],
    [
      'intake.url',
      'http://intake.example/',
      'intake.url: got "http://intake.example/", expected a URL that begins with https:',
    ],
    ['session.price', 800, 'session.price: got 800, expected 0 where devices.payment.driver is "none"'],
    [
      'session.retakes',
      3,
      'session.retakes: there is no such entry; docs/technician-guide.md lists them all',
    ],
    ['scan.hosts', [], 'scan.hosts: got [], expected at least 1 entry'],
    [
      'devices.printer',
      { driver: 'cups', queue: 'slip', statusUri: 'http://localhost:60000/' },
      'devices.printer.statusUri: got "http://localhost:60000/", expected an address that begins with ipp:',
    ],
    ['service.nightlyRestart', '25:00', 'service.nightlyRestart: got "25:00", expected a time such as 03:30'],
    [
      'version',
      99,
      `version: got 99, expected at most ${configVersion} (this file belongs to newer software)`,
    ],
    ['version', undefined, `version: got nothing, expected a whole number from 1 to ${configVersion}`],
  ])('names path, value and expectation: %s = %j', (path, value, expected) => {
    expect(sentence(path, value)).toBe(expected)
  })

  it('names all that is wrong at once, and no password', () => {
    const file = JSON.parse(booth('updates', { from: 'ftp://name:secret@host/' })) as Json
    expect(parseConfig(JSON.stringify({ ...file, intake: { url: 1 }, seats: 2 }))).toEqual({
      ok: false,
      error: [
        '3 entries are wrong',
        '  intake.url: got 1, expected a text',
        '  updates.from: got "ftp://…@host/", expected an absolute path, or a URL that begins with https:',
        '  seats: there is no such entry; docs/technician-guide.md lists them all',
      ].join('\n'),
    })
  })

  it('answers any value anywhere with sentences that begin with its path', () => {
    const paths = [
      'booth',
      'booth.counter',
      'devices',
      'devices.lamp',
      'storage.outbox',
      'service.listen',
      'photo.workers',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const said = sentence(path, value)
        const [first = '', ...rest] = said.split('\n')
        const all = rest.length === 0 ? [first] : rest.map((line) => line.trim())
        expect(said === 'taken' || all.every((line) => line.startsWith(path)), said).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('loading', () => {
  const folder = mkdtempSync(join(tmpdir(), 'machinaka-config-'))

  it('takes an absent file at the standard place for a booth without configuration', () => {
    expect(loadConfig(undefined, join(folder, 'absent.json'))).toEqual({ ok: true, value: null })
  })

  it('does not take an absent file that was asked for so', () => {
    const path = join(folder, 'absent.json')
    expect(loadConfig(path)).toEqual({
      ok: false,
      error: `${path}: the configuration cannot be read (ENOENT)`,
    })
  })

  it('names the file before the fault', () => {
    const path = join(folder, 'broken.json')
    writeFileSync(path, '{"version": 1,')
    const result = loadConfig(path)
    expect(result.ok ? '' : result.error).toMatch(/broken\.json: the file is not JSON \(.+\)$/)
    writeFileSync(path, '[]')
    expect(loadConfig(path)).toEqual({ ok: false, error: `${path}: the file is not a JSON object` })
  })

  it('gives `npm start` a booth of simulated devices that keeps to its folder', () => {
    const config = developmentConfig(folder, 4711)
    expect(Object.values(config.devices).every((device) => device.driver === 'simulator')).toBe(true)
    expect(
      [config.storage.folder, config.journal.folder, config.intake.keysFolder].every((path) =>
        path.startsWith(folder),
      ),
    ).toBe(true)
    expect(Config.parse(structuredClone(config))).toEqual(config)
  })
})

describe('migration', () => {
  const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'config')

  it('reads a file of every version there ever was, and leaves it as it lies', () => {
    for (let version = 1; version <= configVersion; version += 1) {
      const path = join(fixtures, `version-${version}.json`)
      const before = readFileSync(path)
      expect(loadConfig(path), path).toMatchObject({ ok: true, value: { version: configVersion } })
      // A version that is rolled back to must find the file that it knows.
      expect(readFileSync(path), path).toEqual(before)
    }
  })

  it('leads from every earlier version to this one', () => {
    for (let version = 1; version < configVersion; version += 1)
      expect(migrations[version], `from ${version}`).toBeDefined()
  })

  it('takes the steps in order and counts the version up', () => {
    const steps = {
      1: (file: Json) => ({ ...file, seats: 2 }),
      2: ({ seats, ...file }: Json) => ({ ...file, chairs: Number(seats) + 1 }),
    }
    expect(migrate({ version: 1, name: 'a' }, steps, 3)).toEqual({
      ok: true,
      value: { version: 3, name: 'a', chairs: 3 },
    })
    expect(migrate({ version: 3, name: 'a' }, steps, 3)).toEqual({
      ok: true,
      value: { version: 3, name: 'a' },
    })
  })

  it('refuses a file that names no version it could start from', () => {
    for (const version of [0, -1, 1.5, '1', null]) expect(migrate({ version }).ok).toBe(false)
  })
})
