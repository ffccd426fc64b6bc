import confirm from '@inquirer/confirm'
import input from '@inquirer/input'
import password from '@inquirer/password'
import select from '@inquirer/select'
import type * as z from 'zod'
import { expectation } from '../../config/load.ts'
import { Config, configVersion } from '../../config/schema.ts'
import { HttpsUrl } from '../../config/values.ts'
import { checkPin } from '../../staff/pin.ts'
import { standardPort } from '../closed-booth.ts'
import { findDevices, type Found } from './found-devices.ts'

/** What a booth's file says before its defaults. */
export type Answers = z.input<typeof Config>

const { booth, devices, updates } = Config.shape
const { counter } = booth.shape

/** Whether a schema takes an answer; else what it expected, for the person who typed. */
const fits =
  (schema: z.ZodType) =>
  (value: unknown): true | string => {
    const checked = schema.safeParse(value, { reportInput: true })
    const [issue] = checked.error?.issues ?? []
    return issue === undefined ? true : `Expected: ${expectation(issue)}.`
  }

const ask = (message: string, schema: z.ZodType, initial?: string): Promise<string> =>
  input({
    message,
    validate: (text) => fits(schema)(text.trim()),
    ...(initial !== undefined && { default: initial }),
  }).then((text) => text.trim())

/** The questions of a booth's first boot, in the order of the sheet that lies beside it. */
export async function askForBooth(): Promise<Answers> {
  const found = findDevices()
  return {
    version: configVersion,
    booth: {
      id: await ask('Booth ID (letters, digits, hyphens; stands in certificates)', booth.shape.id),
      name: await ask('Name of the booth, as people call it', booth.shape.name),
      counter: {
        name: await ask('Office to go to where the booth cannot help: name', counter.shape.name.min(1)),
        address: await ask('  its address', counter.shape.address.min(1)),
        phone: await ask('  its telephone number', counter.shape.phone.min(1)),
        hours: await ask('  its opening hours', counter.shape.hours.min(1), '8:30–17:15'),
      },
      display: await askForDisplay(),
    },
    intake: { url: await ask('URL of the intake', HttpsUrl) },
    devices: {
      codeReader: await choose('Code reader', found.codeReaders, [
        { name: 'another serial port', value: askForPort },
      ]),
      camera: await choose('Camera', found.cameras, [
        { name: 'the first USB camera', value: async () => ({ driver: 'uvc', device: '' }) },
      ]),
      printer: await choose('Slip printer', found.printers, [
        { name: 'none: slips are shown as QR codes', value: async () => ({ driver: 'none' }) },
      ]),
    },
    updates: { from: await askForUpdates() },
    // The window of the package is Chromium, whose policy names this port.
    service: { listen: { on: 'port', port: standardPort } },
  }
}

export const confirmed = (file: string): Promise<boolean> =>
  confirm({ message: `Write this to ${file}?`, default: true })

const panels = [
  { name: '21.5 inches, standing (268 × 476 mm)', value: { widthMm: 268, heightMm: 476 } },
  { name: '21.5 inches, lying (476 × 268 mm)', value: { widthMm: 476, heightMm: 268 } },
  { name: '15.6 inches, lying (344 × 194 mm)', value: { widthMm: 344, heightMm: 194 } },
  { name: 'another', value: null },
]

async function askForDisplay(): Promise<{ widthMm: number; heightMm: number }> {
  const panel = await select({ message: 'Visible area of the screen', choices: panels })
  if (panel !== null) return panel
  const side = async (name: string, schema: z.ZodType): Promise<number> =>
    Number(
      await input({ message: `  ${name} in millimetres`, validate: (text) => fits(schema)(Number(text)) }),
    )
  const { widthMm, heightMm } = booth.shape.display.unwrap().shape
  return { widthMm: await side('width', widthMm), heightMm: await side('height', heightMm) }
}

/** Found devices first; what is not connected yet can be named all the same. */
async function choose<T>(
  message: string,
  found: readonly Found<T>[],
  others: readonly Readonly<{ name: string; value: () => Promise<T> }>[],
): Promise<T> {
  const choices = [
    ...found.map(({ label, config }) => ({ name: label, value: async () => config })),
    ...others,
  ]
  return await (
    await select({ message, choices })
  )()
}

async function askForPort(): Promise<z.input<typeof devices.shape.codeReader>> {
  const schema = devices.shape.codeReader
  const port = await input({
    message: '  its path (best one of /dev/serial/by-id/)',
    validate: (text) => fits(schema)({ driver: 'serial-line', port: text }),
  })
  return { driver: 'serial-line', port }
}

async function askForUpdates(): Promise<string | null> {
  const { from } = updates.unwrap().shape
  const place = await input({
    message: 'Where signed updates are looked for: folder or https URL (empty: nowhere)',
    validate: (text) => text === '' || fits(from)(text),
  })
  return place === '' ? null : place
}

/** A PIN, typed twice and shown never. `keep` says in a sentence why it is not taken. */
export async function askForPin(role: string, keep: (pin: string) => Promise<string | null>): Promise<void> {
  for (;;) {
    const pin = await password({
      message: `PIN of the ${role}`,
      toggleMask: false,
      validate: (text) => {
        const fit = checkPin(text)
        return fit.ok || fit.error
      },
    })
    const again = await password({ message: `PIN of the ${role}, once more`, toggleMask: false })
    const fault = again === pin ? await keep(pin) : 'These are two different PINs.'
    if (fault === null) return
    process.stdout.write(`${fault}\n`)
  }
}
