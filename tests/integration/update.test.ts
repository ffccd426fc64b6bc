import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { machineArchitecture } from '../../main/update/debian.ts'
import { look } from '../../main/update/look.ts'
import { packageFile, releaseFile } from '../../main/update/release.ts'
import { listFile, sourceAt } from '../../main/update/source.ts'
import { readState } from '../../main/update/state.ts'
import { bundleUpdater } from '../../scripts/stage-service.ts'
import { openGround, type Ground, type KillPoint, type Kind } from './update/small-packages.ts'
import { leftOutIf } from '../left-out.ts'

const full = process.env['MACHINAKA_FULL'] === '1'
const bundled = mkdtempSync(join(tmpdir(), 'machinaka-updater-'))
const updater = join(bundled, 'update.mjs')
beforeAll(() => bundleUpdater(bundled))
afterAll(() => rmSync(bundled, { recursive: true }))

let ground: Ground & Disposable
/** 0.1.0 runs, and lies on the stick with whatever is newer. */
beforeEach(async () => {
  ground = openGround(updater)
  await ground.release('0.1.0')
  ground.installByHand('0.1.0')
})
afterEach(() => ground[Symbol.dispose]())

const lookAtStick = () => look(ground.places, sourceAt(ground.stick))
const runs = (version: string, booth: Ground = ground, told = ''): void => {
  expect(booth.running(), told).toBe(version)
  expect(booth.version(), told).toBe(version)
  expect(existsSync(booth.places.changing), told).toBe(false)
  expect(existsSync(join(booth.places.root, 'broken')), `${told} started from half a package`).toBe(false)
}

// Some hundred programs are started in all: on a busy machine they take their time.
describe('a signed update', { timeout: 60_000 }, () => {
  it('is installed, and the package before is kept no longer than it is needed', async () => {
    await ground.release('0.2.0')
    expect(await lookAtStick()).toEqual({
      ok: true,
      value: { running: '0.1.0', ready: '0.2.0', leftAlone: [] },
    })
    expect(ground.updater('apply')).toMatchObject({ code: 0, said: '0.2.0 runs now; before it was 0.1.0.' })
    runs('0.2.0')
    const kept = packageFile({ version: '0.2.0', architecture: machineArchitecture })
    expect(existsSync(join(ground.places.state, kept))).toBe(true)
    expect(ground.updater('apply').said).toBe('No update lies ready.')
  })

  it('comes from a web folder as well', async () => {
    await ground.release('0.2.0')
    const names = ['0.1.0', '0.2.0'].flatMap((version) => {
      const named = { version, architecture: machineArchitecture }
      return [packageFile(named), releaseFile(named)]
    })
    writeFileSync(join(ground.stick, listFile), names.join('\n'))
    const server = createServer(({ url = '' }, answer) => {
      const file = join(ground.stick, url.slice(1))
      if (existsSync(file)) answer.end(readFileSync(file))
      else answer.writeHead(404).end()
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    try {
      const { port } = server.address() as AddressInfo
      const looked = await look(ground.places, sourceAt(`http://127.0.0.1:${port}`))
      expect(looked).toMatchObject({ ok: true, value: { ready: '0.2.0' } })
    } finally {
      server.close()
    }
    expect(ground.updater('apply').code).toBe(0)
    runs('0.2.0')
  })
})

describe('what is left alone before anything is touched', { timeout: 60_000 }, () => {
  const untouched = (): void => {
    runs('0.1.0')
    expect(ground.updater('apply').said).toBe('No update lies ready.')
    runs('0.1.0')
  }

  it.each(['stranger', 'nobody'] as const)('a package signed by %s', async (signer) => {
    await ground.release('0.2.0', 'sound', signer)
    expect(await lookAtStick()).toMatchObject({ value: { ready: null } })
    untouched()
  })

  it('a package that was changed after it was signed, though a sound one below it is taken', async () => {
    appendFileSync(await ground.release('0.3.0'), 'x')
    expect(await lookAtStick()).toMatchObject({
      value: { ready: null, leftAlone: [{ version: '0.3.0', because: 'damaged' }] },
    })
    await ground.release('0.2.0')
    expect(await lookAtStick()).toMatchObject({
      value: { ready: '0.2.0', leftAlone: [{ version: '0.3.0' }] },
    })
  })

  it('an older package under a newer name', async () => {
    const old = { version: '0.1.0', architecture: machineArchitecture }
    const name = { version: '0.9.0', architecture: machineArchitecture }
    for (const file of [packageFile, releaseFile])
      writeFileSync(join(ground.stick, file(name)), readFileSync(join(ground.stick, file(old))))
    expect(await lookAtStick()).toMatchObject({
      value: { ready: null, leftAlone: [{ version: '0.9.0', because: 'misnamed' }] },
    })
    untouched()
  })

  it('an older version', async () => {
    await ground.release('0.0.9')
    expect(await lookAtStick()).toMatchObject({ value: { ready: null, leftAlone: [] } })
    untouched()
  })

  it('a package that was exchanged in the inbox after it was looked at, or made a link there', async () => {
    await ground.release('0.2.0')
    await lookAtStick()
    const inbox = join(
      ground.places.inbox,
      packageFile({ version: '0.2.0', architecture: machineArchitecture }),
    )
    appendFileSync(inbox, 'x')
    expect(ground.updater('apply').said).toMatch(/^0\.2\.0 was not installed: the package is not the one/)
    rmSync(inbox)
    symlinkSync('/etc/shadow', inbox)
    expect(ground.updater('apply').said).toMatch(/^0\.2\.0 was not installed: its files cannot be read/)
    runs('0.1.0')
  })

  it('an update without the package to go back to', async () => {
    await ground.release('0.2.0')
    rmSync(join(ground.stick, packageFile({ version: '0.1.0', architecture: machineArchitecture })))
    await lookAtStick()
    expect(ground.updater('apply').said).toMatch(/no way back/)
    runs('0.1.0')
  })

  it('a package whose dependencies are not there', async () => {
    await ground.release('0.2.0', 'unmet-dependency')
    await lookAtStick()
    expect(ground.updater('apply').said).toBe(
      '0.2.0 was not installed: it depends on a package that is not there (nobody-has-this (>= 2) | nor-this). 0.1.0 goes on running.',
    )
    runs('0.1.0')
  })

  it('anything while somebody is inside, or was a moment ago', async () => {
    await ground.release('0.2.0')
    await lookAtStick()
    expect(ground.updater('apply', { quietMinutes: 5 }).said).toMatch(/^Somebody is in the booth/)
    rmSync(ground.places.idle)
    expect(ground.updater('apply').said).toMatch(/^Somebody is in the booth/)
    runs('0.1.0')
  })

  it('a booth that was stopped by hand, unless whoever stands there says so', async () => {
    await ground.release('0.2.0')
    await lookAtStick()
    rmSync(join(ground.places.root, 'service'))
    expect(ground.updater('apply', { quietMinutes: 5 }).said).toMatch(/^The booth was stopped by hand/)
    expect(ground.running()).toBe(null)
    expect(ground.version()).toBe('0.1.0')
    expect(ground.updater('apply').code).toBe(0)
    runs('0.2.0')
  })

  it('anything while another updater is at work', async () => {
    await ground.release('0.2.0')
    await lookAtStick()
    mkdirSync(ground.places.state, { recursive: true })
    const other = spawn('flock', [join(ground.places.state, 'turn'), 'sh', '-c', 'echo held; exec cat'])
    await once(other.stdout, 'data')
    for (const command of ['apply', 'resume'] as const)
      expect(ground.updater(command)).toMatchObject({
        code: 0,
        said: expect.stringMatching(/^Another updater/),
      })
    runs('0.1.0')
    other.stdin.end()
    await once(other, 'exit')
    expect(ground.updater('apply').code).toBe(0)
  })
})

describe('a service that systemd has given up', { timeout: 60_000 }, () => {
  it('keeps nobody waiting: the update may be what mends it', async () => {
    await ground.release('0.2.0')
    await lookAtStick()
    writeFileSync(join(ground.places.root, 'given-up'), '')
    rmSync(ground.places.idle)
    expect(ground.updater('apply', { quietMinutes: 5 }).said).not.toMatch(/^Somebody|stopped by hand/)
  })
})

describe('an update that does not serve', () => {
  it.each([
    ['not-ready', 'its service did not become ready'],
    ['not-well', 'the booth was less well with it than before'],
  ] as const)('is taken back and not tried again: %s', { timeout: 120_000 }, async (kind, why) => {
    await ground.release('0.2.0', kind)
    await lookAtStick()
    expect(ground.updater('apply', { proveSeconds: patience[kind] })).toMatchObject({
      code: 1,
      said: `0.1.0 was put back: ${why}. 0.2.0 is not tried again.`,
    })
    runs('0.1.0')
    expect(await lookAtStick()).toMatchObject({ value: { ready: null } })
    await ground.release('0.2.1')
    await lookAtStick()
    expect(ground.updater('apply').said).toBe('0.2.1 runs now; before it was 0.1.0.')
    runs('0.2.1')
  })
})

/** Seconds a new version has to be well: one that is not uses all of them up. */
const patience = { sound: 10, 'not-ready': 10, 'not-well': 1, 'unmet-dependency': 10 } as const

/** 0.1.0 runs, and 0.2.0 lies ready. */
async function laidReady(kind: Kind): Promise<Ground & Disposable> {
  const fresh = openGround(updater)
  await fresh.release('0.1.0')
  fresh.installByHand('0.1.0')
  await fresh.release('0.2.0', kind)
  await look(fresh.places, sourceAt(fresh.stick))
  return fresh
}

/** All calls of an update to the end, and those of them that change something. */
async function callsOf(kind: Kind): Promise<Readonly<{ all: number; changing: readonly number[] }>> {
  using whole = await laidReady(kind)
  const { calls } = whole.updater('apply', { proveSeconds: patience[kind] })
  const changing = calls.flatMap((call, at) =>
    /^dpkg --root.*-confold --force-downgrade --install|^systemctl (start|stop)/.test(call) ? [at + 1] : [],
  )
  return { all: calls.length, changing }
}

describe('an updater that is struck down', () => {
  it.each(['sound', 'not-well'] as const)(
    'before and after each of its steps leaves a whole booth behind the next run: %s',
    { timeout: 1_200_000 },
    async (kind) => {
      const { all, changing } = await callsOf(kind)
      expect(changing.length).toBeGreaterThan(2)
      const struck = full ? Array.from({ length: all }, (_, at) => at + 1) : changing
      const points = struck.flatMap((call): KillPoint[] => [
        { call, when: 'before' },
        { call, when: 'after' },
      ])
      for (const killAt of points) {
        using booth = await laidReady(kind)
        const told = `struck ${killAt.when} call ${killAt.call} of ${all}`
        const proveSeconds = patience[kind]
        // A watch may need fewer looks than the one that was counted.
        const { code } = booth.updater('apply', { killAt, proveSeconds })
        if (!full && kind === 'sound') expect(code, told).toBe(null)
        // The boot after it, and where it was struck before it touched anything, the night after that.
        booth.updater('resume', { proveSeconds })
        if (booth.version() === '0.1.0') booth.updater('apply', { proveSeconds })
        expect(readState(booth.places).underWay, told).toBe(null)
        runs(kind === 'sound' ? '0.2.0' : '0.1.0', booth, told)
      }
    },
  )

  it('twice in the same phase goes back', { timeout: 120_000 }, async () => {
    using booth = await laidReady('sound')
    const { changing } = await callsOf('sound')
    const start = { call: changing.at(-1) ?? 0, when: 'after' } as const
    expect(booth.updater('apply', { killAt: start }).code).toBe(null)
    expect(booth.updater('resume', { killAt: { call: 2, when: 'before' } }).code).toBe(null)
    expect(booth.updater('resume').said).toMatch(/^0\.1\.0 was put back: it was interrupted twice/)
    runs('0.1.0', booth)
  })
})

const noMount = process.getuid?.() === 0 ? undefined : 'only root may mount a small disk'
describe.skipIf(noMount !== undefined)(leftOutIf('a disk that is full', noMount), () => {
  it('is seen before anything is touched', async () => {
    const small = mkdtempSync(join(tmpdir(), 'machinaka-full-'))
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', small])
    try {
      const filled = openGround(updater, small)
      await filled.release('0.1.0')
      filled.installByHand('0.1.0')
      await filled.release('0.2.0')
      await look(filled.places, sourceAt(filled.stick))
      mkdirSync(filled.places.state, { recursive: true })
      expect(filled.updater('apply').said).toBe(
        '0.2.0 was not installed: the disk has too little room. 0.1.0 goes on running.',
      )
      expect(filled.version()).toBe('0.1.0')
    } finally {
      spawnSync('umount', [small])
      rmSync(small, { recursive: true })
    }
  })
})
