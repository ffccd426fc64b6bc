import { describe, expect, it } from 'vitest'
import { chooseCamera, stateOfFailure } from '../../../renderer/guidance/camera-choice.ts'

const cameras = [
  { deviceId: 'a1', label: 'Integrated Webcam' },
  { deviceId: 'b2', label: 'Logitech BRIO (046d:085e)' },
  { deviceId: 'brio', label: 'Capture Card' },
]

describe('which camera is taken', () => {
  it('the one whose label holds the wanted words, in any case', () => {
    expect(chooseCamera(cameras, 'logitech brio')?.deviceId).toBe('b2')
  })

  it('the exact device id before any label', () => {
    expect(chooseCamera(cameras, 'brio')?.label).toBe('Capture Card')
  })

  it('the first where nothing is wanted in particular', () => {
    expect(chooseCamera(cameras, '')?.deviceId).toBe('a1')
  })

  it('none where nothing fits', () => {
    expect(chooseCamera(cameras, 'Sony')).toBeUndefined()
    expect(chooseCamera([], '')).toBeUndefined()
  })
})

describe('what a failed opening means', () => {
  // Names and meanings: W3C Media Capture and Streams, getUserMedia().
  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotReadableError', 'held'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['AbortError', 'lost'],
  ])('%s: %s', (name, state) => {
    expect(stateOfFailure({ name })).toBe(state)
  })

  it('anything unknown is a lost camera, which is tried again', () => {
    expect(stateOfFailure(undefined)).toBe('lost')
    expect(stateOfFailure('?')).toBe('lost')
  })
})
