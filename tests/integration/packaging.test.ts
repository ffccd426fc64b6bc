import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../main/config/load.ts'
import { drawApplicant } from '../../main/demo/drawn-applicant.ts'
import { renderSvg } from '../../main/photo/render-svg.ts'
import { stageService } from '../../scripts/stage-service.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const formId = '40718263549917283640517'

describe('the packaged service', () => {
  let folder: string
  let service: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'machinaka-package-'))
    service = join(folder, 'service')
    stageService(service)
  }, 120_000)
  // Some thousand files: on a busy disk they take their time to come and to go.
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000)

  /** As /usr/bin/booth does it, and with nothing of the checkout in reach. */
  const booth = (args: readonly string[], input = '') =>
    spawnSync(join(service, 'bin', 'node'), [join(service, 'main', 'cli.ts'), ...args], {
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
    expect(files.filter((path) => /human-models\/models\/.+\.bin$/.test(path))).toHaveLength(4)
  })
})

const units = join(root, 'packaging', 'systemd')
const analyze = '/usr/bin/systemd-analyze'

describe.skipIf(!existsSync(analyze))('the units (systemd-analyze is installed)', () => {
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
