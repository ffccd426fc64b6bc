import { describe, expect, it } from 'vitest'
import { drawApplicant } from '../../../main/demo/drawn-applicant.ts'
import { inspectFile, rasterFormat } from '../../../main/photo/file.ts'
import { drawnStill } from './analyser.ts'

describe('only raster formats by their first bytes reach a decoder', () => {
  it.each([
    ['SVG', drawApplicant()],
    ['SVG behind a byte-order mark', `\uFEFF${drawApplicant()}`],
    ['XML', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"/>'],
    ['PDF', '%PDF-1.7'],
    ['GIF', 'GIF89a'],
    ['HTML', '<!doctype html><img src=x>'],
  ])('%s is unreadable', async (_name, text) => {
    const bytes = Buffer.from(text)
    expect(rasterFormat(bytes)).toBeNull()
    expect(await inspectFile(bytes)).toEqual({ ok: false, error: 'unreadable' })
  })

  it('a still says what it is', async () => {
    const inspected = await inspectFile(await drawnStill())
    expect(inspected).toMatchObject({
      ok: true,
      value: { format: 'jpeg', rgb: true, width: 2000, height: 1500 },
    })
  })
})
