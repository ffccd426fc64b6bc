import 'reflect-metadata'
import { generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import { Enrolment, EnrolmentRequest } from '../../intake/contract.ts'
import type { Result } from '../../hardware/result.ts'
import { err, ok } from '../../hardware/result.ts'
import { writeDurablySync } from '../durable-file.ts'
import {
  SigningJwk,
  checkEnrolment,
  enrolmentFile,
  keyFiles,
  parseJson,
  publicSigningKey,
  readRequest,
  requestFile,
} from './keys.ts'
import type { KeyFault } from './keys.ts'

/**
 * Makes the booth's keys where they do not exist yet, mode 0600 in a folder of mode 0700, and the request the
 * operator takes to the intake. Run twice it gives the same request: a key is never replaced, for what was
 * signed with it may still lie in the outbox.
 */
export const provision = async (
  folder: string,
  options: Readonly<{ boothId: string }>,
): Promise<Result<EnrolmentRequest, KeyFault>> => {
  const existing = readRequest(folder)
  if (existing) {
    return existing.boothId === options.boothId
      ? ok(existing)
      : err({
          code: 'key-unusable',
          message: `This booth is provisioned as ${existing.boothId} already; remove its keys folder to begin anew.`,
        })
  }
  const boothId = EnrolmentRequest.shape.boothId.safeParse(options.boothId)
  if (!boothId.success) {
    return err({
      code: 'key-unusable',
      message: 'The booth ID must be 1 to 64 letters, digits, dots, hyphens or underscores.',
    })
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  keep(folder, keyFiles.formMac, () => randomBytes(32).toString('base64url'))
  const signing = keep(folder, keyFiles.signing, () =>
    JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
  )
  const tls = keep(folder, keyFiles.tls, () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ format: 'pem', type: 'pkcs8' })
      .toString(),
  )
  const request: EnrolmentRequest = {
    version: 1,
    boothId: boothId.data,
    signingKey: await publicSigningKey(SigningJwk.parse(parseJson(signing))),
    certificateRequest: await certificateRequest(boothId.data, tls),
  }
  writeDurablySync(join(folder, requestFile), `${JSON.stringify(request, null, 2)}\n`)
  return ok(request)
}

/** Takes in what the intake gave for the request; refused unless it fits this booth's name and key. */
export const takeEnrolment = (folder: string, text: string): Result<Enrolment, KeyFault> => {
  const request = readRequest(folder)
  if (!request) return err({ code: 'not-provisioned', message: 'Run "booth provision" first.' })
  const enrolment = Enrolment.safeParse(parseJson(text))
  if (!enrolment.success) return err({ code: 'key-unusable', message: 'The file is not an enrolment.' })
  const fits = checkEnrolment(
    enrolment.data,
    request.boothId,
    readFileSync(join(folder, keyFiles.tls), 'utf8'),
  )
  if (!fits.ok) return fits
  writeDurablySync(join(folder, enrolmentFile), `${JSON.stringify(enrolment.data, null, 2)}\n`)
  return ok(enrolment.data)
}

const keep = (folder: string, name: string, make: () => string): string => {
  const path = join(folder, name)
  if (!existsSync(path)) writeDurablySync(path, make())
  return readFileSync(path, 'utf8')
}

const certificateRequest = async (boothId: string, tlsKeyPem: string): Promise<string> => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const { subtle } = webcrypto
  const body = tlsKeyPem.replaceAll(/-----[^-]+-----|\s/g, '')
  const privateKey = await subtle.importKey('pkcs8', Buffer.from(body, 'base64'), algorithm, true, ['sign'])
  const { d: _, key_ops: __, ...publicJwk } = await subtle.exportKey('jwk', privateKey)
  const publicKey = await subtle.importKey('jwk', publicJwk, algorithm, true, ['verify'])
  const request = await Pkcs10CertificateRequestGenerator.create(
    { name: [{ CN: [boothId] }], keys: { privateKey, publicKey }, signingAlgorithm: algorithm },
    webcrypto,
  )
  return request.toString('pem')
}
