import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as z from 'zod'
import type { CameraConfig, CodeReaderConfig, PrinterConfig } from '../../config/devices.ts'

/** A device of this machine, as people know it and as the configuration names it. */
export type Found<T> = Readonly<{ label: string; config: T }>

export type FoundDevices = Readonly<{
  codeReaders: readonly Found<z.input<typeof CodeReaderConfig>>[]
  cameras: readonly Found<z.input<typeof CameraConfig>>[]
  printers: readonly Found<z.input<typeof PrinterConfig>>[]
}>

/** What Linux, gphoto2 and CUPS know of. `root` is '/', or a folder that stands for it. */
export const findDevices = (root = '/'): FoundDevices => ({
  codeReaders: [...serialReaders(root), ...hidReaders(root)],
  cameras: [...pageCameras(root), ...tetheredCameras()],
  printers: lines('lpstat', ['-e']).map((queue) => ({ label: queue, config: { driver: 'cups', queue } })),
})

/** Names of by-id stay the same across replugs and ports. */
const serialReaders = (root: string): FoundDevices['codeReaders'] =>
  namesIn(join(root, 'dev/serial/by-id')).map((name) => ({
    label: `serial: ${name}`,
    config: { driver: 'serial-line', port: `/dev/serial/by-id/${name}` },
  }))

/** "HID_ID=0003:000005E0:00001200": bus, vendor, product. */
const hidId = /^HID_ID=[0-9A-F]+:0000([0-9A-F]{4}):0000([0-9A-F]{4})$/m
/** Keyboards, mice and touch panels are HID devices too; a reader says what it is. */
const readerWords = /scan|bar ?code|reader|symbol|honeywell|newland|denso|zebra|pos/i

const hidReaders = (root: string): FoundDevices['codeReaders'] =>
  namesIn(join(root, 'sys/class/hidraw')).flatMap((name) => {
    const about = textOf(join(root, 'sys/class/hidraw', name, 'device/uevent'))
    const [, vendorId = '', productId = ''] = hidId.exec(about) ?? []
    const [, title = ''] = /^HID_NAME=(.+)$/m.exec(about) ?? []
    if (vendorId === '' || !readerWords.test(title)) return []
    return [
      {
        label: `USB HID: ${title}`,
        config: {
          driver: 'hid-pos' as const,
          vendorId: vendorId.toLowerCase(),
          productId: productId.toLowerCase(),
        },
      },
    ]
  })

/** One camera makes several video nodes of the same name. */
const pageCameras = (root: string): FoundDevices['cameras'] => {
  const names = namesIn(join(root, 'sys/class/video4linux')).map((node) =>
    textOf(join(root, 'sys/class/video4linux', node, 'name')).trim(),
  )
  return [...new Set(names.filter((name) => name !== ''))].map((device) => ({
    label: `USB camera: ${device}`,
    config: { driver: 'uvc', device },
  }))
}

/** "Canon EOS R50                  usb:001,004", below a heading and a rule. */
const tetheredCameras = (): FoundDevices['cameras'] =>
  lines('gphoto2', ['--auto-detect'])
    .slice(2)
    .map((line) => line.split(/\s{2,}/)[0] ?? '')
    .filter((model) => model !== '')
    .map((model) => ({ label: `tethered camera: ${model}`, config: { driver: 'gphoto2', model } }))

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const programPatienceMs = 5_000
/** A program that is not there has found nothing. */
const lines = (program: string, args: readonly string[]): string[] =>
  (spawnSync(program, args, { encoding: 'utf8', timeout: programPatienceMs }).stdout ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
