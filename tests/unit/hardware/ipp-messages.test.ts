import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeResponse, encodeRequest, operations } from '../../../hardware/printer/ipp-messages.ts'
import { jobOutcome, printerFault } from '../../../hardware/printer/printer-state.ts'
import { cupsAnswers } from '../../contract/fixtures/ipp-answers.ts'

const answer = (name: keyof typeof cupsAnswers) => {
  const response = decodeResponse(Buffer.from(cupsAnswers[name], 'base64'))
  if (response === undefined) throw new Error(`${name} is not read`)
  return response
}

describe('recorded answers of cupsd', () => {
  test('out of paper while a job waits', () => {
    const { status, attributes } = answer('outOfPaper')
    expect(status).toBe(0)
    expect(attributes.get('printer-state')).toEqual([4])
    expect(attributes.get('printer-state-reasons')).toEqual(['media-empty-error'])
    expect(attributes.get('printer-is-accepting-jobs')).toEqual([true])
    expect(attributes.get('printer-make-and-model')).toEqual(['Local Raw Printer'])
    expect(printerFault(answer('outOfPaper'))).toEqual({
      code: 'printer-out-of-paper',
      detail: 'media-empty',
    })
  })

  test('a job taken, and a job done', () => {
    expect(answer('printJob').attributes.get('job-id')).toEqual([3])
    expect(jobOutcome(answer('printJob'))).toBe('underway')
    expect(jobOutcome(answer('jobDone'))).toBe('done')
  })

  test('a queue that does not exist', () => {
    expect(answer('unknownQueue').status).toBe(0x0406)
  })
})

/*
 * RFC 8010, appendix A.1 "Print-Job Request", up to the job name: version 2.0 in place of the 1.1 there is the only
 * difference of the header.
 */
test('a request is encoded as RFC 8010 shows it', () => {
  const bytes = encodeRequest(operations.printJob, 1, [
    { type: 'uri', name: 'printer-uri', values: ['ipp://printer.example.com/ipp/print/pinetree'] },
    { type: 'name', name: 'job-name', values: ['foobar'] },
  ])
  const expected = Buffer.concat([
    Buffer.from('02000002'.concat('00000001', '01'), 'hex'),
    Buffer.from('470012', 'hex'),
    Buffer.from('attributes-charset'),
    Buffer.from('0005', 'hex'),
    Buffer.from('utf-8'),
    Buffer.from('48001b', 'hex'),
    Buffer.from('attributes-natural-language'),
    Buffer.from('0002', 'hex'),
    Buffer.from('en'),
    Buffer.from('45000b', 'hex'),
    Buffer.from('printer-uri'),
    Buffer.from('002c', 'hex'),
    Buffer.from('ipp://printer.example.com/ipp/print/pinetree'),
    Buffer.from('420008', 'hex'),
    Buffer.from('job-name'),
    Buffer.from('0006', 'hex'),
    Buffer.from('foobar'),
    Buffer.from('03', 'hex'),
  ])
  expect(Buffer.from(bytes).toString('hex')).toBe(expected.toString('hex'))
})

test('several values of an attribute follow with an empty name', () => {
  const bytes = encodeRequest(operations.getPrinterAttributes, 7, [
    { type: 'keyword', name: 'requested-attributes', values: ['one', 'two'] },
  ])
  // A request has the form of a response but for the operation in place of the status.
  expect(decodeResponse(bytes)?.attributes.get('requested-attributes')).toEqual(['one', 'two'])
})

describe('what is no answer', () => {
  test('is undefined, however long it is', () => {
    expect(decodeResponse(new Uint8Array())).toBeUndefined()
    expect(decodeResponse(Buffer.from('HTTP/1.1 404 Not Found'))).toBeUndefined()
  })

  test('is undefined when its end is missing', () => {
    const whole = Buffer.from(cupsAnswers.outOfPaper, 'base64')
    const property = fc.property(fc.nat(whole.length - 2), (length) => {
      expect(decodeResponse(whole.subarray(0, length))).toBeUndefined()
    })
    fc.assert(property, { seed: 1, numRuns: 200 })
  })
})

describe('printer-state-reasons', () => {
  const printer = (state: number, ...reasons: string[]) => ({
    status: 0,
    attributes: new Map<string, (string | number | boolean)[]>([
      ['printer-state', [state]],
      ['printer-state-reasons', reasons],
      ['printer-is-accepting-jobs', [true]],
    ]),
  })

  test.each([
    ['none', undefined],
    ['media-empty', 'printer-out-of-paper'],
    ['media-needed-error', 'printer-out-of-paper'],
    ['media-empty-warning', 'printer-out-of-paper'],
    ['media-empty-report', undefined],
    ['media-low-warning', undefined],
    ['media-jam-error', 'printer-jam'],
    ['cover-open', 'printer-cover-open'],
    ['door-open-error', 'printer-cover-open'],
    ['paused', 'printer-stopped'],
    ['offline-report', undefined],
    ['offline-error', 'printer-missing'],
    ['connecting-to-device', undefined],
    ['marker-supply-low-warning', undefined],
    ['com.example-something-new', undefined],
  ])('%s → %s', (reason, code) => {
    expect(printerFault(printer(3, reason))?.code).toBe(code)
  })

  test('of a stopped printer weigh more', () => {
    expect(printerFault(printer(5, 'none'))?.code).toBe('printer-stopped')
    expect(printerFault(printer(5, 'connecting-to-device'))?.code).toBe('printer-missing')
  })

  test('name the gravest first', () => {
    expect(printerFault(printer(5, 'paused', 'media-empty-error', 'media-jam-error'))?.code).toBe(
      'printer-jam',
    )
  })
})
