import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { CompactSign, compactVerify } from 'jose'
import * as z from 'zod'
import { err, ok, type Result } from '../../hardware/result.ts'

/**
 * A release is a Debian package and, beside it, a signed word about it: a compact JWS (EdDSA, Ed25519) over
 * name, version, architecture, size and digest. The package is read by nobody before its digest is right.
 */

export const packageName = 'machinaka-booth'

/** As Debian writes versions, without an epoch: it stands in file names. */
export const Version = z.string().regex(/^[0-9][0-9A-Za-z.+~-]{0,63}$/, 'a Debian version')
export const Architecture = z.enum(['amd64', 'arm64'])
export type Architecture = z.infer<typeof Architecture>

/** Several times what a booth's package weighs: more is no booth. */
export const maxPackageBytes = 1024 ** 3

export const Release = z.strictObject({
  package: z.literal(packageName),
  version: Version,
  architecture: Architecture,
  bytes: z.int().min(1).max(maxPackageBytes),
  /** Of the package, in small hexadecimal digits. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Release = Readonly<z.infer<typeof Release>>

/** Tells this signature from every other that the same key might make. */
const releaseType = 'machinaka-release'
/** A word about a package has some hundred bytes. */
export const maxReleaseBytes = 16 * 1024

/** "machinaka-booth_0.2.0_amd64" */
export const stem = ({ version, architecture }: Pick<Release, 'version' | 'architecture'>): string =>
  `${packageName}_${version}_${architecture}`
export const packageFile = (release: Pick<Release, 'version' | 'architecture'>): string =>
  `${stem(release)}.deb`
export const releaseFile = (release: Pick<Release, 'version' | 'architecture'>): string =>
  `${stem(release)}.release`

/** The version in the name of a release's file, null for any other file. */
export const versionInName = (name: string, architecture: Architecture): string | null => {
  const [start, end] = [`${packageName}_`, `_${architecture}.release`]
  if (!name.startsWith(start) || !name.endsWith(end)) return null
  const version = Version.safeParse(name.slice(start.length, -end.length))
  return version.success ? version.data : null
}

export const signRelease = (release: Release, key: KeyObject): Promise<string> =>
  new CompactSign(Buffer.from(JSON.stringify(Release.parse(release))))
    .setProtectedHeader({ alg: 'EdDSA', typ: releaseType })
    .sign(key)

/** Public keys of a file of PEM blocks; several, so that a release may bring the key of those after it. */
export const releaseKeys = (pem: string): KeyObject[] =>
  (pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []).map((block) =>
    createPublicKey(block),
  )

export type ReleaseFault = 'not-signed' | 'misnamed' | 'damaged' | 'unreadable'

/** What a release's file says, where one of the keys has signed it and it says what its name says. */
export const readRelease = async (
  text: string,
  named: Pick<Release, 'version' | 'architecture'>,
  keys: readonly KeyObject[],
): Promise<Result<Release, ReleaseFault>> => {
  for (const key of keys) {
    try {
      const { payload, protectedHeader } = await compactVerify(text.trim(), key, { algorithms: ['EdDSA'] })
      if (protectedHeader.typ !== releaseType) continue
      const release = Release.parse(JSON.parse(Buffer.from(payload).toString('utf8')))
      return stem(release) === stem(named) ? ok(release) : err('misnamed')
    } catch {
      // Another key may have signed it.
    }
  }
  return err('not-signed')
}

/** Digest and size of a file, read piece by piece. */
export const measure = async (path: string): Promise<Pick<Release, 'bytes' | 'sha256'>> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece)
    bytes += piece.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Whether a package is the one its release speaks of. */
export const isPackageOf = async (release: Release, path: string): Promise<boolean> => {
  const { bytes, sha256 } = await measure(path)
  return bytes === release.bytes && sha256 === release.sha256
}

/** The keys of a file, none where it is absent: then no release is taken. */
export const keysOf = (path: string): KeyObject[] => {
  try {
    return releaseKeys(readFileSync(path, 'utf8'))
  } catch {
    return []
  }
}
