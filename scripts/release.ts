import { execFileSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [secret, open] = [join(folder, 'release-key.private.pem'), join(folder, 'release-key.pem')]
  // A key that is there is never replaced: booths out there know it.
  writeFileSync(secret, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
  writeFileSync(open, publicKey.export({ format: 'pem', type: 'spki' }))
  process.stdout.write(`${secret} signs releases and stays with you; ${open} goes into the package.\n`)
}

async function sign(keyFile: string, files: readonly string[]): Promise<void> {
  const key = createPrivateKey(readFileSync(keyFile))
  for (const file of files) {
    const field = (name: string): string =>
      execFileSync('dpkg-deb', ['--field', file, name], { encoding: 'utf8' }).trim()
    const named = { version: field('Version'), architecture: Architecture.parse(field('Architecture')) }
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

try {
  const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true })
  const [command, ...rest] = positionals
  if (command === 'keys' && rest[0] !== undefined) makeKeys(rest[0])
  else if (command === 'sign' && values.key !== undefined && rest.length > 0) await sign(values.key, rest)
  else throw new Error(usage)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
