import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { myNumberCheckDigitFits } from '../../../main/form/my-number.ts'
import { classifyScan } from '../../../main/form/scan.ts'

const id = '12345678901234567890123'
const other = '98765432109876543210987'
const host = 'https://net.kojinbango-card.go.jp/SS_SERVICE_OUT/FA01S001Action.do'
const fullWidth = (digits: string) => digits.replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)))
const resultOf = (code: string) => classifyScan(code).result

describe('a form ID is taken from', () => {
  it.each([
    ['bare digits', id],
    ['a line with CR LF', `${id}\r\n`],
    ['full-width digits', fullWidth(id)],
    ['digits behind an AIM identifier', `]Q1${id}`],
    ['digits behind a group separator', `\u001d${id}`],
    ['groups with spaces', '1234 5678 9012 3456 7890 123'],
    ['groups with hyphens', '1234-5678-9012-3456-7890-123'],
    ['digits between right-to-left marks', `\u200f${id}\u200f`],
    ['a parameter', `${host}?id=${id}`],
    ['a parameter twice the same', `${host}?a=${id}&b=${id}`],
    ['a path segment', `https://net.kojinbango-card.go.jp/apply/${id}`],
    ['a scheme in capitals', `HTTPS://NET.KOJINBANGO-CARD.GO.JP/?i=${id}`],
    ['a full-width URL', '\uff48\uff54\uff54\uff50\uff53://kojinbango-card.go.jp/' + id],
  ])('%s', (_, code) => expect(classifyScan(code)).toEqual({ result: 'form-id', formId: id }))

  it('only the configured parameters, once they are known', () => {
    const patterns = { hosts: ['kojinbango-card.go.jp'], parameters: ['formId'] }
    expect(classifyScan(`${host}?formId=${id}&x=${other}`, patterns)).toEqual({
      result: 'form-id',
      formId: id,
    })
    expect(classifyScan(`${host}?x=${id}`, patterns).result).toBe('url-without-id')
  })
})

describe('anything else is named', () => {
  it.each([
    ['my-number', '123456789018'],
    ['my-number', '1234 5678 9017'],
    ['corporate-number', '1234567890123'],
    ['wrong-length', ''],
    ['wrong-length', ' \r\n'],
    ['wrong-length', '1'.repeat(24)],
    ['wrong-length', '1'.repeat(512)],
    ['not-digits', 'hello'],
    ['not-digits', `${id.slice(0, 22)}x`],
    ['not-digits', `${id}\n${id}`],
    ['not-digits', '{"id":1}'],
    ['not-digits', `<script>send(${id})</script>`],
    ['not-digits', Buffer.from([0xc3, 0x28, 0xff, 0xfe]).toString('utf8')],
    ['not-digits', '\u0000\u0001x\u0000'],
    ['url-without-id', host],
    ['url-without-id', `${host}?id=${id}4`],
    ['url-without-id', `${host}#${id}`],
    ['several-ids', `${host}?a=${id}&b=${other}`],
    ['other-url', `https://evil.example/?id=${id}`],
    ['other-url', `https://net.kojinbango-card.go.jp.evil.example/?id=${id}`],
    ['other-url', `https://evilkojinbango-card.go.jp/?id=${id}`],
    ['other-url', `https://net.kojinbango-card.go.jp@evil.example/?id=${id}`],
    ['other-url', `ftp://net.kojinbango-card.go.jp/${id}`],
    ['other-url', 'javascript:alert(1)'],
    ['other-url', 'https://'],
    ['other-url', 'https://mynumbercard.point.soumu.go.jp/'],
    ['layout-damaged', `https+//net.kojinbango-card.go.jp/?id^${id}`],
    ['layout-damaged', `https'//net.kojinbango-card.go.jp/`],
    ['layout-damaged', 'httpsÖ--net.kojinbango'],
    ['layout-damaged', 'くかかせと；・・'],
    ['layout-damaged', '&é"\'(-è_çà&é"\'(-è_çà&é"'],
  ])('%s: %j', (result, code) => expect(resultOf(code)).toBe(result))
})

describe('whatever is held up', () => {
  it('never throws, and carries an ID only as form-id', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })),
        (code) => {
          const result = classifyScan(code)
          expect('formId' in result).toBe(result.result === 'form-id')
        },
      ),
    )
  })

  it('keeps no digit of a My Number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{12}$/), (digits) => {
        const result = classifyScan(digits)
        expect(result.result).toBe('my-number')
        expect(JSON.stringify(result)).not.toMatch(/\d/)
      }),
    )
  })

  it('survives groups and separators anywhere between the digits', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{23}$/),
        fc.array(fc.constantFrom('', ' ', '-', '\u2010', '\u3000')),
        (digits, gaps) => {
          const code = Array.from(digits, (digit, i) => digit + (gaps[i] ?? '')).join('')
          expect(classifyScan(code)).toEqual({ result: 'form-id', formId: digits })
        },
      ),
    )
  })
})

it('knows the check digit of the Individual Number by the published vectors', () => {
  for (const valid of ['123456789018', '000000000000', '111111111118', '999999999996'])
    expect(myNumberCheckDigitFits(valid)).toBe(true)
  expect(myNumberCheckDigitFits('123456789017')).toBe(false)
  expect(myNumberCheckDigitFits('12345678901')).toBe(false)
})
