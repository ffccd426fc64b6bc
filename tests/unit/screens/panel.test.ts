import { expect, test } from 'vitest'
import { fitPanel } from '../../../renderer/design/panel.ts'

test('pixels per millimetre are those of the configured panel', () => {
  const panel = { widthMm: 268, heightMm: 476 }
  expect(fitPanel(panel, { width: 1080, height: 1920 }).pxPerMm).toBeCloseTo(4.03, 2)
  expect(fitPanel(panel, { width: 1080, height: 1920 }).layout).toBe('portrait')
})

test('a window of another form shows the whole panel', () => {
  const fitted = fitPanel({ widthMm: 268, heightMm: 476 }, { width: 1280, height: 720 })
  expect(fitted.pxPerMm * 476).toBeCloseTo(720)
  expect(fitted.pxPerMm * 268).toBeLessThan(1280)
  expect(fitted.layout).toBe('portrait')
})
