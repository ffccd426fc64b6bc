import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { FuseOptionsV1 } from 'app-builder-lib'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../main/config/load.ts'
import { drawApplicant } from '../../main/demo/drawn-applicant.ts'
import { renderSvg } from '../../main/photo/render-svg.ts'
import { stageService } from '../../scripts/stage-service.ts'
import production from '../fixtures/config/version-1.json' with { type: 'json' }
import { leftOutIf } from '../left-out.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const formId = '40718263549917283640517'

describe('the packaged service', () => {
  let folder: string
  let service: string
  /** /usr/bin/booth, for where the service lies here. */
  let launcher: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'machinaka-package-'))
    service = join(folder, 'service')
    launcher = join(folder, 'booth')
    await stageService(service)
    const packaged = readFileSync(join(root, 'packaging', 'booth'), 'utf8')
    writeFileSync(launcher, packaged.replaceAll('/usr/lib/machinaka', service), { mode: 0o755 })
  }, 120_000)
  // Some thousand files: on a busy disk they take their time to come and to go.
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000)

  /** With nothing of the checkout in reach. */
  const booth = (args: readonly string[], input = '') =>
    spawnSync(launcher, args, {
      cwd: folder,
      env: { PATH: '/usr/bin:/bin', HOME: folder },
      input,
      encoding: 'utf8',
    })

  it('names a form on the Node that comes with it', () => {
    const { stdout, stderr, status } = booth(['form', '--json', '-'], `${formId}\n`)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({ result: 'form-id', formId })
    expect(status).toBe(0)
  })

  it('checks a picture with its own networks', { timeout: 120_000 }, async () => {
    const picture = join(folder, 'drawn.png')
    writeFileSync(picture, await renderSvg(drawApplicant({}), 'png'))
    const { stdout, status } = booth(['photo', picture, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ file: picture, verdict: 'accept' })
    expect(status).toBe(0)
  })

  it(
    'finds every module of the running service: it gets ready, takes no debugger, and ends when told to',
    { timeout: 60_000 },
    async () => {
      // A booth in service refuses root, as which the tests may run.
      const nobody = 65_534
      const asRoot = process.getuid?.() === 0
      const { booth: facts, intake, devices } = production
      const file = join(folder, 'booth.json')
      const config = {
        version: 1,
        booth: facts,
        devices,
        intake: { ...intake, keysFolder: join(folder, 'keys') },
        storage: { folder: join(folder, 'state') },
        journal: { folder: join(folder, 'log') },
        service: { listen: { on: 'socket', path: join(folder, 'booth.sock') } },
      }
      writeFileSync(file, JSON.stringify(config))
      if (asRoot) chownSync(folder, nobody, nobody)
      const started = spawn(launcher, ['start', '--shell', 'none', '--config', file], {
        env: { PATH: '/usr/bin:/bin', NODE_OPTIONS: '--inspect=0' },
        ...(asRoot && { uid: nobody, gid: nobody }),
      })
      let said = ''
      started.stderr.on('data', (piece: Buffer) => {
        said += piece.toString()
        if (!said.includes('ready')) return
        // The signal that opens a debugger's port in a plain Node, which says so.
        started.kill('SIGUSR1')
        setTimeout(() => started.kill('SIGTERM'), 500)
      })
      const [code] = (await once(started, 'exit')) as [number | null]
      expect(said).toBe('The booth is ready.\n')
      expect(code).toBe(0)
    },
  )

  it('holds the updater as one file that needs no other', () => {
    const alone = join(folder, 'alone')
    mkdirSync(alone)
    cpSync(join(service, 'update.mjs'), join(alone, 'update.mjs'))
    const { status, stderr } = spawnSync(process.execPath, [join(alone, 'update.mjs'), 'nonsense'], {
      encoding: 'utf8',
    })
    expect(stderr).toBe('The updater is told "resume" or "apply".\n')
    expect(status).toBe(2)
  })

  it('cannot pretend: no simulator, dock, demonstration or scenario is in it', () => {
    const own = (readdirSync(service, { recursive: true }) as string[]).filter(
      (path) => !path.startsWith('node_modules'),
    )
    expect(
      own.filter((path) => /simulat|pseudo-terminal|scenario|(^|\/)(demo|dock|tests)(\/|$)/.test(path)),
    ).toEqual([])
  })

  it('leaves behind what it does not need: test tools, other networks, source maps', () => {
    const packages = readdirSync(join(service, 'node_modules'))
    for (const name of ['vitest', 'playwright', 'typescript', 'electron', 'vite', 'react', 'pg', 'kysely'])
      expect(packages).not.toContain(name)
    const files = readdirSync(join(service, 'node_modules'), { recursive: true }) as string[]
    expect(files.filter((path) => path.endsWith('.map'))).toEqual([])
    expect(files.filter((path) => /prebuilds\/.*(win32|darwin|android|musl)/.test(path))).toEqual([])
    for (const name of ['eslint', '@google-cloud', 'node-forge']) expect(packages).not.toContain(name)
    expect(files.filter((path) => /human-models\/models\/.+\.bin$/.test(path))).toHaveLength(4)
  })
})

const units = join(root, 'packaging', 'systemd')
const analyze = '/usr/bin/systemd-analyze'

const noAnalyze = existsSync(analyze) ? undefined : `there is no ${analyze}`
describe.skipIf(noAnalyze !== undefined)(leftOutIf('the units, by systemd-analyze', noAnalyze), () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'machinaka-units-'))
    cpSync(units, folder, { recursive: true })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const files = (): string[] => readdirSync(folder).map((name) => join(folder, name))

  it('are understood by systemd to the last line', () => {
    const { stderr } = spawnSync(analyze, ['verify', ...files()], { encoding: 'utf8' })
    // The programs are in the package, not on this machine.
    const complaints = stderr
      .split('\n')
      .filter((line) => line.includes('machinaka') && !/is not executable: No such file/.test(line))
    expect(complaints.map((line) => relative(folder, line))).toEqual([])
  })

  it('leave little to a service that was taken over', () => {
    const file = join(folder, 'machinaka-booth.service')
    const { stdout } = spawnSync(analyze, ['security', '--offline=true', '--no-pager', file], {
      encoding: 'utf8',
    })
    const exposure = Number(/Overall exposure level for \S+: ([0-9.]+)/.exec(stdout)?.[1])
    // systemd's own scale: up to 2.5 is "OK", 10 is a service without any restriction.
    expect(exposure).toBeLessThanOrEqual(2.5)
  })
})

/** electron-builder's own check of its settings; it has no types for it. */
const { validateConfiguration } = createRequire(import.meta.url)(
  'app-builder-lib/out/util/config/config',
) as {
  validateConfiguration: (config: unknown, log: { isEnabled: boolean; add(): void }) => Promise<void>
}
const log = { isEnabled: false, add: () => undefined }

describe('the Electron packages', () => {
  const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8')
  const config = parse(text) as {
    electronFuses: Record<string, boolean>
    extraResources: { from: string }[]
    linux: { target: { target: string; arch: string[] }[] }
    files: string[]
  }

  it("are described as electron-builder's own schema wants it", async () => {
    await expect(validateConfiguration(structuredClone(config), log)).resolves.toBeUndefined()
    await expect(validateConfiguration({ ...config, electronFusess: {} }, log)).rejects.toThrow(
      /electronFusess/,
    )
  })

  it('come as deb and AppImage for both architectures', () => {
    expect(config.linux.target.map(({ target, arch }) => [target, ...arch])).toEqual([
      ['deb', 'x64', 'arm64'],
      ['AppImage', 'x64', 'arm64'],
    ])
  })

  it('decide every fuse there is', () => {
    // A fuse that a later version adds is missing here, and the type check says so.
    const decided = config.electronFuses as Required<Omit<FuseOptionsV1, 'resetAdHocDarwinSignature'>>
    expect(decided).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    } satisfies Required<Omit<FuseOptionsV1, 'resetAdHocDarwinSignature'>>)
  })

  it('take along what is there, and what `npm run stage` makes', () => {
    expect(config.extraResources.map(({ from }) => from)).toEqual(['dist/service', 'packaging'])
    expect(existsSync(join(root, 'packaging'))).toBe(true)
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    expect(scripts['stage']).toBe('node scripts/stage-service.ts')
  })
})

describe('the deployment guide', () => {
  const guide = readFileSync(join(root, 'docs', 'deployment.md'), 'utf8')

  it('shows a configuration that a booth takes', () => {
    const [, example] = /```json\n([\s\S]+?)```/.exec(guide) ?? []
    const parsed = parseConfig(example ?? '')
    expect(parsed).toMatchObject({ ok: true, value: { development: false } })
  })

  it('names the options of the units as they are', () => {
    const text = readdirSync(units)
      .map((name) => readFileSync(join(units, name), 'utf8'))
      .join('\n')
    const named = [...guide.matchAll(/`([A-Z][A-Za-z]+=[\w.]*)`/g)].map(([, option]) => option ?? '')
    expect(named.length).toBeGreaterThan(5)
    for (const option of named) expect(text).toContain(option)
  })
})
