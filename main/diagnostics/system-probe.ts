import { readFile, readdir, readlink } from 'node:fs/promises'
import { arch, cpus, freemem, loadavg, release, totalmem, uptime } from 'node:os'
import { basename, join } from 'node:path'
import type { Measure } from './contract.ts'
import type { Probe, ProbeFinding } from './probe.ts'

const megabyte = 1024 * 1024
/** Fanless booth computers throttle from about 85 °C; 70 °C is a blocked air inlet. */
const warmCelsius = 70
/** 250 MB at rest and two photo workers of 250 MB each; half as much again is a leak. */
export const muchMemoryMegabytes = 1_200
/** A press is felt as late from a tenth of a second. */
export const lateLoopMs = 100

export type SystemReading = Readonly<{
  /** °C of the hottest zone; absent where the machine does not tell. */
  temperature?: number
  /** Resident memory of this process. */
  memoryMegabytes: number
  /** Resident memory of every program of the booth, shared pages counted with each, the largest first. */
  programs: readonly Readonly<{ program: string; megabytes: number }>[]
  /** "0c2e:0b6a Honeywell Voyager 1450g" */
  usb: readonly string[]
}>

export type SystemOptions = Readonly<{
  read?: () => Promise<SystemReading>
  /** Of the running service (loop-watch.ts); a program that only examines has none worth telling. */
  loopLagMs?: () => number | undefined
  /** How many staff PINs are set. */
  staffPins: () => Promise<number>
}>

export const systemProbe = ({
  read = readSystem,
  loopLagMs = () => undefined,
  staffPins,
}: SystemOptions): Probe => ({
  section: 'system',
  test: 'self',
  level: 'internal',
  async run() {
    const { temperature, memoryMegabytes, programs, usb } = await read()
    const lag = loopLagMs()
    const findings: ProbeFinding[] = []
    if (temperature !== undefined && temperature > warmCelsius) findings.push({ code: 'temperature-high' })
    if (memoryMegabytes > muchMemoryMegabytes) findings.push({ code: 'memory-high' })
    if (lag !== undefined && lag > lateLoopMs) findings.push({ code: 'loop-late' })
    if ((await staffPins()) === 0) findings.push({ code: 'no-staff-pin' })
    const measures: Measure[] = [
      ...(temperature === undefined
        ? []
        : [{ name: 'temperature', value: temperature, unit: '°C', most: warmCelsius }]),
      { name: 'memory', value: memoryMegabytes, unit: 'MB', most: muchMemoryMegabytes },
      ...(lag === undefined ? [] : [{ name: 'loopLag', value: lag, unit: 'ms', most: lateLoopMs }]),
      { name: 'freeMemory', value: Math.round(freemem() / megabyte), unit: 'MB' },
      { name: 'totalMemory', value: Math.round(totalmem() / megabyte), unit: 'MB' },
      { name: 'load', value: Math.round((loadavg()[0] ?? 0) * 100) / 100, unit: '' },
      { name: 'uptime', value: Math.round(uptime() / 3600), unit: 'h' },
      ...programs.map(({ program, megabytes }) => ({
        name: `memory of ${program}`,
        value: megabytes,
        unit: 'MB',
      })),
      ...usb.map((device, index) => ({ name: `usb${index + 1}`, value: device, unit: '' })),
    ]
    return { measures, findings }
  },
})

/** What the machine says of itself, for the identity section. */
export const machineFacts = (): Measure[] =>
  Object.entries({
    node: process.versions.node,
    sqlite: process.versions['sqlite'] ?? 'unknown',
    system: `Linux ${release()}`,
    processor: `${cpus()[0]?.model.trim() ?? 'unknown'} (${arch()}, ${cpus().length})`,
  }).map(([name, value]) => ({ name, value, unit: '' }))

export const readSystem = async (): Promise<SystemReading> => {
  const [temperature, programs, usb] = await Promise.all([readTemperature(), readPrograms(), readUsb()])
  return {
    ...(temperature === undefined ? {} : { temperature }),
    memoryMegabytes: Math.round(process.memoryUsage.rss() / megabyte),
    programs,
    usb,
  }
}

const thermalFolder = '/sys/class/thermal'
const readTemperature = async (): Promise<number | undefined> => {
  const zones = (await namesIn(thermalFolder)).filter((name) => name.startsWith('thermal_zone'))
  const readings = await Promise.all(zones.map((zone) => textOf(join(thermalFolder, zone, 'temp'))))
  // Thousandths of a degree; a zone without a sensor reads as 0 or not at all.
  const degrees = readings.map((text) => Number(text) / 1000).filter((value) => value > 0 && value < 150)
  return degrees.length === 0 ? undefined : Math.round(Math.max(...degrees))
}

/** What a booth runs: the service, its window, and what they start. */
const boothPrograms = new Set(['node', 'chromium', 'electron', 'machinaka', 'cage', 'gphoto2'])
const pageBytes = 4096
const readPrograms = async (): Promise<SystemReading['programs']> => {
  const processes = (await namesIn('/proc')).filter((name) => /^[0-9]+$/.test(name))
  const read = await Promise.all(
    processes.map(async (id) => ({
      program: await programOf(id),
      pages: Number((await textOf(join('/proc', id, 'statm'))).split(' ')[1] ?? 0),
    })),
  )
  const pages = new Map<string, number>()
  for (const { program, pages: own } of read) {
    if (boothPrograms.has(program)) pages.set(program, (pages.get(program) ?? 0) + own)
  }
  return [...pages]
    .map(([program, count]) => ({ program, megabytes: Math.round((count * pageBytes) / megabyte) }))
    .sort((a, b) => b.megabytes - a.megabytes)
}

/** The file that runs, or, of another user's process, its name (Node calls its own "MainThread"). */
const programOf = async (id: string): Promise<string> => {
  try {
    return basename(await readlink(join('/proc', id, 'exe')))
  } catch {
    return await textOf(join('/proc', id, 'comm'))
  }
}

const usbFolder = '/sys/bus/usb/devices'
const readUsb = async (): Promise<string[]> => {
  const names = await namesIn(usbFolder)
  const devices = await Promise.all(
    names.map(async (name) => {
      const file = (part: string): Promise<string> => textOf(join(usbFolder, name, part))
      const [vendor, product, make, model] = await Promise.all([
        file('idVendor'),
        file('idProduct'),
        file('manufacturer'),
        file('product'),
      ])
      return vendor === '' ? undefined : `${vendor}:${product} ${make} ${model}`.trim()
    }),
  )
  return devices.filter((device) => device !== undefined)
}

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder)
  } catch {
    return []
  }
}

/** Empty where it cannot be read: sysfs leaves out what a device does not tell. */
const textOf = async (path: string): Promise<string> => {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch {
    return ''
  }
}
