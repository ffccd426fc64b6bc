import type { FaultCode } from '../catalogue.ts'

/**
 * What gphoto2 says on standard error → fault. The words are those of gphoto2 2.5 in the C locale; sources stand
 * beside the fixtures in tests/unit/hardware/gphoto2-messages.test.ts. The first that fits wins.
 */
const meanings: readonly (readonly [words: string, code: FaultCode, detail: string])[] = [
  [
    'Could not claim the USB device',
    'camera-held',
    'another program holds the USB device (gvfs-gphoto2-volume-monitor?)',
  ],
  ['Could not detect any camera', 'camera-missing', 'gphoto2 finds no camera'],
  ['Unknown model', 'camera-missing', 'gphoto2 finds no camera'],
  ['Could not find the requested device', 'camera-lost', 'gone from USB'],
  ['No such device', 'camera-lost', 'gone from USB'],
  ['I/O problem', 'camera-lost', 'I/O error on USB'],
  ['PTP I/O Error', 'camera-lost', 'I/O error on USB'],
  ['Out of Focus', 'camera-capture-failed', 'no focus'],
  ['PTP Device Busy', 'camera-capture-failed', 'the camera is busy'],
  ['I/O in progress', 'camera-capture-failed', 'the camera is busy'],
  ['PTP General Error', 'camera-capture-failed', 'the camera refused'],
]

export function gphoto2Fault(errors: string): Readonly<{ code: FaultCode; detail: string }> {
  for (const [words, code, detail] of meanings) if (errors.includes(words)) return { code, detail }
  // Only the error number: the rest of the text is not ours to vouch for.
  const number = /\*\*\* Error \((-\d{1,4})/.exec(errors)?.[1]
  return {
    code: 'camera-capture-failed',
    detail: number === undefined ? 'gphoto2 failed' : `gphoto2 error ${number}`,
  }
}

export type DetectedCamera = Readonly<{ model: string; port: string }>

/** Output of `gphoto2 --auto-detect`: a heading, a rule, a line a camera. */
export function detectedCameras(output: string): DetectedCamera[] {
  const cameras: DetectedCamera[] = []
  for (const line of output.split('\n')) {
    const found = /^(\S.*?)\s{2,}((?:usb|ptpip|serial|disk):\S*)\s*$/.exec(line)
    if (found?.[1] !== undefined && found[2] !== undefined) cameras.push({ model: found[1], port: found[2] })
  }
  return cameras
}
