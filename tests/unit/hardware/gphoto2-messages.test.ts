import { describe, expect, test } from 'vitest'
import { detectedCameras, gphoto2Fault } from '../../../hardware/camera/gphoto2-messages.ts'

/* What gphoto2 really said: recorded here (gphoto2 2.5.28 of Debian 12, no camera), or quoted from its issue tracker. */
const said = {
  /** Recorded: `gphoto2 --stdout --capture-movie` without a camera, exit 1. */
  noCamera: `
*** Error ***
Could not detect any camera
*** Error (-105: 'Unknown model') ***

For debugging messages, please use the --debug option.
Debugging messages may help finding a solution to your problem.
`,
  /** https://github.com/gphoto/gphoto2/issues/413 */
  held: `
*** Error ***
An error occurred in the io-library ('Could not claim the USB device'): Could not claim interface 0 (Device or resource busy). Make sure no other program (gvfs-gphoto2-volume-monitor) or kernel module (such as sdc2xx, stv680, spca50x) is using the device and you have read/write access to the device.
ERROR: Could not capture image.
ERROR: Could not capture.
*** Error (-53: 'Could not claim the USB device') ***
`,
  /** https://github.com/gphoto/gphoto2/issues/497 */
  busy: `
*** Error ***
Canon EOS Full-Press failed (0x2019: PTP Device Busy)
ERROR: Could not capture image.
ERROR: Could not capture.
*** Error (-110: 'I/O in progress') ***
`,
  /** https://github.com/gphoto/gphoto2/issues/586 */
  refused: `
*** Error ***
PTP General Error
ERROR: Could not capture image.
ERROR: Could not capture.
`,
} as const

describe('what gphoto2 says', () => {
  test.each([
    ['noCamera', 'camera-missing'],
    ['held', 'camera-held'],
    ['busy', 'camera-capture-failed'],
    ['refused', 'camera-capture-failed'],
  ] as const)('%s → %s', (name, code) => {
    expect(gphoto2Fault(said[name]).code).toBe(code)
  })

  test('names who may hold the camera', () => {
    expect(gphoto2Fault(said.held).detail).toContain('gvfs')
  })

  test('that is new is told by its number only', () => {
    expect(gphoto2Fault("*** Error (-2: 'Bad parameters') *** /home/someone/picture.jpg")).toEqual({
      code: 'camera-capture-failed',
      detail: 'gphoto2 error -2',
    })
    expect(gphoto2Fault('')).toEqual({ code: 'camera-capture-failed', detail: 'gphoto2 failed' })
  })
})

describe('gphoto2 --auto-detect', () => {
  /** Recorded heading; the line is quoted from https://github.com/gphoto/gphoto2/issues/413. */
  const heading =
    'Model                          Port                                            \n----------------------------------------------------------\n'

  test('without a camera lists none', () => {
    expect(detectedCameras(heading)).toEqual([])
  })

  test('lists model and port', () => {
    expect(detectedCameras(`${heading}GoPro HERO5 Black              usb:001,006     \n`)).toEqual([
      { model: 'GoPro HERO5 Black', port: 'usb:001,006' },
    ])
  })

  test('lists every camera', () => {
    const lines = 'Sony DSC-RX100M4               usb:001,022\nOlympus E-M1                   usb:001,028\n'
    expect(detectedCameras(heading + lines).map((camera) => camera.model)).toEqual([
      'Sony DSC-RX100M4',
      'Olympus E-M1',
    ])
  })
})
