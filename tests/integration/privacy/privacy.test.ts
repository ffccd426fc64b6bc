import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bufferSizes, snapshotOfProcess, snapshotOptions } from './heap.ts'
import { PrivacySearch, filesUnder } from './search.ts'
import type { ApplicantFacts } from './search.ts'

/** Noise with a gradient: decodes, and no window of it repeats. */
const picture = async (seed: number, format: 'jpeg' | 'png' = 'jpeg'): Promise<Buffer> => {
  const [width, height] = [240, 309]
  let state = seed
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < pixels.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    pixels[at] = Math.floor((at / pixels.length) * 128) + (state >>> 25)
  }
  return await sharp(pixels, { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer()
}

const formId = '48215930671842095537164'
const dateOfBirth = '1987-03-21'
let facts: ApplicantFacts
let search: PrivacySearch
let folder: string

beforeAll(async () => {
  facts = { formId, dateOfBirth, pictures: [await picture(1)] }
  search = new PrivacySearch(facts)
  folder = mkdtempSync(join(tmpdir(), 'machinaka-privacy-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const fullWidth = (text: string): string =>
  text.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
const around = (leak: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from('{"level":30,"msg":"x'), Buffer.from(leak), Buffer.from('"}\n')])

/** One leak of each kind. Each of them, hidden in something harmless, must be found. */
const leaks: [string, 'form-id' | 'date-of-birth', string | Buffer][] = [
  ['ID', 'form-id', formId],
  ['ID in a word', 'form-id', `form${formId}x`],
  ['ID, half of it masked', 'form-id', `${formId.slice(0, 12)}***********`],
  ['ID in groups', 'form-id', '4821 5930 6718 4209 5537 164'],
  ['ID in groups with hyphens', 'form-id', '4821-5930-6718-4209-5537-164'],
  ['ID in full width', 'form-id', fullWidth(formId)],
  ['ID in full width in groups', 'form-id', fullWidth('4821　5930　6718　4209　5537　164')],
  ['ID in table cells', 'form-id', '<b>4821</b><b>5930</b><b>6718</b><b>4209</b><b>5537</b><b>164</b>'],
  ['ID in UTF-16LE', 'form-id', Buffer.from(formId, 'utf16le')],
  ['ID in UTF-16BE', 'form-id', swapped(formId)],
  ['ID in groups in UTF-16LE', 'form-id', Buffer.from('4821 5930 6718 4209 5537 164', 'utf16le')],
  ['ID in base64', 'form-id', Buffer.from(formId).toString('base64')],
  ['ID in base64, one byte on', 'form-id', Buffer.from(`"${formId}"`).toString('base64')],
  ['ID in base64, two bytes on', 'form-id', Buffer.from(`:"${formId}"`).toString('base64')],
  ['ID in hex', 'form-id', Buffer.from(formId).toString('hex')],
  ['ID in a URL', 'form-id', `https://example.jp/?id=${formId}&x=1`],
  ['ID hashed without a key', 'form-id', createHash('sha256').update(formId).digest('hex')],
  ['date', 'date-of-birth', dateOfBirth],
  ['date without separators', 'date-of-birth', '19870321'],
  ['date with slashes', 'date-of-birth', '1987/3/21'],
  ['date, day first', 'date-of-birth', '21.03.1987'],
  ['date in Japanese', 'date-of-birth', '1987年3月21日'],
  ['date in full width', 'date-of-birth', '１９８７年３月２１日'],
  ['date of the era', 'date-of-birth', '昭和62年3月21日'],
  ['date of the era, short', 'date-of-birth', 'S62.3.21'],
  ['date in English', 'date-of-birth', 'March 21, 1987'],
  ['date in Korean', 'date-of-birth', '1987년 3월 21일'],
  ['date as milliseconds', 'date-of-birth', String(Date.parse(`${dateOfBirth}T00:00:00Z`))],
  ['date as it was entered', 'date-of-birth', '{"calendar":"showa","year":62,"month":3,"day":21}'],
  ['date in UTF-16LE', 'date-of-birth', Buffer.from('昭和62年3月21日', 'utf16le')],
  ['date in Shift_JIS', 'date-of-birth', Buffer.from('8fba98613632944e338c8e323193fa', 'hex')],
  ['date in JSON escapes', 'date-of-birth', String.raw`\u662d\u548c62\u5e743\u670821\u65e5`],
  ['date in base64', 'date-of-birth', Buffer.from(`"${dateOfBirth}"`).toString('base64')],
]

describe('what betrays an applicant is found', () => {
  test.each(leaks)('%s', async (_what, kind, leak) => {
    expect((await search.bytes('log', around(leak))).map((found) => found.kind)).toContain(kind)
  })

  test('in the name of a file', async () => {
    const path = join(folder, `${formId}.txt`)
    writeFileSync(path, 'nothing')
    const found = await search.files(filesUnder([folder]))
    expect(found.map(({ kind }) => kind)).toContain('form-id')
    rmSync(path)
  })

  test('in a file below the folder, written since the start only', async () => {
    const path = join(folder, 'crash.dmp')
    writeFileSync(path, around(formId))
    expect((await search.files(filesUnder([folder]))).length).toBeGreaterThan(0)
    expect(filesUnder([folder], new Date(Date.now() + 60_000))).toEqual([])
    rmSync(path)
  })

  test('packed with gzip', async () => {
    const found = await search.bytes('log.gz', gzipSync(around(formId)))
    expect(found.map(({ kind }) => kind)).toContain('form-id')
  })

  test('in the messages about it, no digit of it', async () => {
    const found = await search.bytes('log', around(formId))
    expect(JSON.stringify(found)).not.toMatch(/4821|5930|6718/)
  })
})

describe('pictures are found', () => {
  const kinds = async (bytes: Buffer): Promise<string[]> =>
    (await search.bytes('file', bytes)).map(({ kind }) => kind)

  test('any that decodes, whoever is on it', async () => {
    for (const format of ['jpeg', 'png'] as const) {
      expect(await kinds(around(await picture(7, format)))).toContain('image')
    }
  })
  test('one that is cut off', async () => {
    const whole = await picture(8)
    expect(await kinds(around(whole.subarray(0, whole.length / 2)))).toContain('image')
  })
  test('one in a data URL', async () => {
    const url = `data:image/jpeg;base64,${(await picture(9)).toString('base64')}`
    expect(await kinds(around(url))).toContain('image')
  })
  test('the applicant’s, without its head', async () => {
    const [portrait] = facts.pictures
    expect(await kinds(around(Buffer.from(portrait ?? []).subarray(2_000)))).toContain('picture')
  })
  test('those of the software itself may be let pass', async () => {
    const lenient = new PrivacySearch(facts, { mayBeThere: (_, { width }) => width === 240 })
    expect(await lenient.bytes('asset', await picture(10))).toEqual([])
  })
})

describe('what betrays nobody is not reported', () => {
  test('the last four digits, other dates, ciphertext', async () => {
    const noise = Buffer.from(await crypto.subtle.digest('SHA-512', Buffer.from('seed')))
    const harmless = [
      around('…7164 2026-11-23 1987-03-22'),
      Buffer.concat(Array.from({ length: 2_000 }, () => noise)),
    ]
    for (const bytes of harmless) expect(await search.bytes('log', bytes)).toEqual([])
  })
})

describe('the heap of a process', () => {
  const heldBy = async (program: string): Promise<Buffer> => {
    const child = spawn(process.execPath, [...snapshotOptions(folder), '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(child.stdout, 'data')
      return await snapshotOfProcess(child.pid ?? 0, folder)
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  }
  const digits = formId
    .split('')
    .map((digit) => `String(${digit})`)
    .join(' + ')
  const idle = 'console.log("ready"); setInterval(() => {}, 1000)'

  test('betrays a form ID and a picture that are still held', async () => {
    const snapshot = await heldBy(
      `globalThis.session = { id: JSON.parse('"' + (${digits}) + '"'), portrait: new ArrayBuffer(123457) }; ${idle}`,
    )
    expect((await search.bytes('heap', snapshot)).map(({ kind }) => kind)).toContain('form-id')
    expect(bufferSizes(snapshot)).toContain(123_457)
  })

  test('is silent when they were let go', async () => {
    const snapshot = await heldBy(
      `globalThis.session = { id: JSON.parse('"' + (${digits}) + '"'), portrait: new ArrayBuffer(123457) }; globalThis.session = null; ${idle}`,
    )
    expect(await search.bytes('heap', snapshot)).toEqual([])
    expect(bufferSizes(snapshot)).not.toContain(123_457)
  })
})
