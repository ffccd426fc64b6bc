import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { StartError } from './start-error.ts'
import { writeSecret } from './secret-file.ts'

/**
 * The intake's own certificate authority: it signs the client certificates of booths, and the server
 * certificate that booths check. Nobody else's certificates are trusted on either side.
 */
export type CertificateAuthority = Readonly<{ certificate: X509Certificate; key: CryptoKey }>
export type IssuedCertificate = Readonly<{ pem: string; fingerprint: string; expiresAt: Date }>
export type ServerIdentity = Readonly<{ key: string; certificate: string; ca: string }>

type CryptoKey = webcrypto.CryptoKey

const fileName = 'intake-ca.pem'
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000
const caDays = 20 * 365
/** A booth is visited by the operator more often than this; enrolling again renews. */
const boothDays = 825
/** Made anew at each start and on each SIGHUP, with a key that is never written. */
const serverDays = 398
/** Clocks of booths may be a little behind. */
const backdated = () => new Date(Date.now() - day)
const until = (days: number) => new Date(Date.now() + days * day)

/** SHA-256 of a certificate's DER, hex in lower case. */
export const fingerprintOf = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex')

/** Reads the authority from the keys folder, and makes it there first if there is none. */
export async function certificateAuthority(folder: string): Promise<CertificateAuthority> {
  const path = join(folder, fileName)
  if (!existsSync(path)) writeSecret(path, await newAuthority())
  try {
    const [key, certificate] = PemConverter.decode(readFileSync(path, 'utf8'))
    if (!key || !certificate) throw new Error('incomplete')
    return {
      certificate: new X509Certificate(certificate),
      key: await webcrypto.subtle.importKey('pkcs8', key, algorithm, false, ['sign']),
    }
  } catch {
    throw new StartError(`The file ${path} is not the certificate authority of an intake.`)
  }
}

/** Certificate of a booth for its request, or undefined if the request is not one of this booth. */
export async function boothCertificate(
  authority: CertificateAuthority,
  boothId: string,
  requestPem: string,
): Promise<IssuedCertificate | undefined> {
  const request = readRequest(requestPem)
  const named = request?.subjectName.getField('CN')
  if (!request || named?.length !== 1 || named[0] !== boothId || !(await request.verify(webcrypto)))
    return undefined
  const expiresAt = until(boothDays)
  const certificate = await X509CertificateGenerator.create(
    {
      subject: [{ CN: [boothId] }],
      issuer: authority.certificate.subjectName,
      notBefore: backdated(),
      notAfter: expiresAt,
      publicKey: request.publicKey,
      signingKey: authority.key,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
      ],
    },
    webcrypto,
  )
  return {
    pem: certificate.toString('pem'),
    fingerprint: fingerprintOf(new Uint8Array(certificate.rawData)),
    expiresAt,
  }
}

/** A fresh key and certificate for the server, under the names and addresses that booths call it by. */
export async function serverIdentity(
  authority: CertificateAuthority,
  names: readonly string[],
): Promise<ServerIdentity> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create(
    {
      subject: [{ CN: ['machinaka intake'] }],
      issuer: authority.certificate.subjectName,
      notBefore: backdated(),
      notAfter: until(serverDays),
      publicKey: keys.publicKey,
      signingKey: authority.key,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(
          names.map((name) => ({ type: isIP(name) ? ('ip' as const) : ('dns' as const), value: name })),
        ),
      ],
    },
    webcrypto,
  )
  return {
    key: await privatePem(keys.privateKey),
    certificate: certificate.toString('pem'),
    ca: authority.certificate.toString('pem'),
  }
}

async function newAuthority(): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: ['machinaka intake CA'] }],
      notBefore: backdated(),
      notAfter: until(caDays),
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      ],
    },
    webcrypto,
  )
  return `${await privatePem(keys.privateKey)}\n${certificate.toString('pem')}\n`
}

const privatePem = async (key: CryptoKey): Promise<string> =>
  PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')

function readRequest(pem: string): Pkcs10CertificateRequest | undefined {
  try {
    return new Pkcs10CertificateRequest(pem)
  } catch {
    return undefined
  }
}
