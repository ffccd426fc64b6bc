import { execFileSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  Architecture,
  measure,
  packageFile,
  packageName,
  releaseFile,
  signRelease,
} from '../main/update/release.ts'
import { listFile } from '../main/update/source.ts'

/**
 * `npm run release -- keys FOLDER` makes the pair of keys that releases are signed with;
 * `npm run release -- sign --key PRIVATE.pem PACKAGE…` signs packages and lists them, beside themselves: the
 * folder may then go onto a stick or behind a web server as it is.
 */
const usage = 'npm run release -- keys FOLDER, or npm run release -- sign --key PRIVATE.pem PACKAGE…'

function makeKeys(folder: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  const [secret, open] = [join(folder, 'release-key.private.pem'), join(folder, 'release-key.pem')]
  // A key that is there is never replaced: booths out there know it.
  if (existsSync(secret))
    throw new Error(`${secret} is there already; another pair goes into another folder.`)
  writeFileSync(secret, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
  writeFileSync(open, publicKey.export({ format: 'pem', type: 'spki' }))
  process.stdout.write(`${secret} signs releases and stays with you; ${open} goes into the package.\n`)
}

async function sign(keyFile: string, files: readonly string[]): Promise<void> {
  const key = signingKey(keyFile)
  for (const file of files) {
    const named = namedIn(file)
    if (basename(file) !== packageFile(named))
      throw new Error(`${file} should be named ${packageFile(named)}.`)
    const word = await signRelease({ package: packageName, ...named, ...(await measure(file)) }, key)
    writeFileSync(join(dirname(file), releaseFile(named)), `${word}\n`)
    process.stdout.write(`${join(dirname(file), releaseFile(named))}\n`)
  }
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    const names = readdirSync(folder).filter((name) => /\.(deb|release)$/.test(name))
    writeFileSync(join(folder, listFile), `${names.join('\n')}\n`)
  }
}

function signingKey(file: string): KeyObject {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`)
  let key: KeyObject | undefined
  try {
    key = createPrivateKey(readFileSync(file))
  } catch (error) {
    // A file that cannot be opened is named below; anything else is no key at all.
    if ((error as NodeJS.ErrnoException).path !== undefined) throw error
  }
  if (key?.asymmetricKeyType !== 'ed25519') throw new Error(`${file} is not a private Ed25519 key.`)
  return key
}

/** What a package says of itself; the whole of it must be there. */
function namedIn(file: string): Readonly<{ version: string; architecture: Architecture }> {
  const ask = (...args: readonly string[]): string =>
    execFileSync('dpkg-deb', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  if (!existsSync(file)) throw new Error(`There is no ${file}.`)
  try {
    execFileSync('dpkg-deb', ['--contents', file], { stdio: 'ignore' })
    const architecture = Architecture.safeParse(ask('--field', file, 'Architecture'))
    if (architecture.success && ask('--field', file, 'Package') === packageName)
      return { version: ask('--field', file, 'Version'), architecture: architecture.data }
  } catch {
    throw new Error(`${file} is no Debian package, or not a whole one.`)
  }
  throw new Error(`${file} is not a ${packageName} for ${Architecture.options.join(' or ')}.`)
}

try {
  const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true })
  const [command, ...rest] = positionals
  if (command === 'keys' && rest[0] !== undefined) makeKeys(rest[0])
  else if (command === 'sign' && values.key !== undefined && rest.length > 0) await sign(values.key, rest)
  else throw new Error(usage)
} catch (error) {
  const { message, code, path } = error as NodeJS.ErrnoException
  process.stderr.write(`${path === undefined ? message : `${path} cannot be read or written (${code}).`}\n`)
  process.exitCode = 2
}
