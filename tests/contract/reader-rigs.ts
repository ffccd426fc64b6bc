import { join } from 'node:path'
import { expect } from 'vitest'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import { openHidPosReader } from '../../hardware/code-reader/hid-pos.ts'
import { openSerialLineReader } from '../../hardware/code-reader/serial-line.ts'
import { simulateCodeReader } from '../../hardware/code-reader/simulator.ts'
import { openSsiReader } from '../../hardware/code-reader/ssi.ts'
import { PseudoTerminal } from '../../hardware/pseudo-terminal.ts'
import { StandInHidBus } from './stand-ins/hid-bus.ts'
import { StandInSsiScanner } from './stand-ins/ssi-scanner.ts'

/** A reader's hardware, or what stands for it, and the driver for it. */
export type ReaderRig = {
  open(): CodeReader
  scan(text: string): void
  /** The first part of a code and, called, the rest. Missing where codes come whole. */
  beginScan?(text: string): () => void
  /** Bytes that mean nothing, or harm. Missing where there are no bytes. */
  noise?(bytes: Uint8Array): void
  /** An enabled driver has told the device so; where that takes a while. */
  listening?(): boolean
  unplug(): Promise<void> | void
  plugIn(): Promise<void> | void
  stop(): Promise<void> | void
}

/** Every driver and the simulator, each with what it drives. */
export const readerRigs: Record<string, (folder: string) => Promise<ReaderRig>> = {
  'serial line': async (folder) => {
    const path = join(folder, 'tty')
    const terminal = await PseudoTerminal.start(path)
    return {
      open: () => openSerialLineReader({ id: 'reader', path, baudRate: 115_200, gapMs: 1_000 }),
      scan: (text) => terminal.send(`${text}\r\n`),
      beginScan(text) {
        terminal.send(text.slice(0, 7))
        return () => terminal.send(`${text.slice(7)}\r`)
      },
      noise: (bytes) => terminal.send(bytes),
      unplug: () => terminal.unplug(),
      plugIn: () => terminal.plugIn(),
      stop: () => terminal.unplug(),
    }
  },
  SSI: async (folder) => {
    const path = join(folder, 'tty')
    const terminal = await PseudoTerminal.start(path)
    const scanner = new StandInSsiScanner(terminal)
    return {
      open: () => openSsiReader({ id: 'reader', path, baudRate: 115_200, answerWithinMs: 1_000 }),
      scan: (text) => scanner.scan(text),
      noise(bytes) {
        terminal.send(bytes)
      },
      listening: () => scanner.commands.at(-1) === 0xe9,
      async unplug() {
        await terminal.unplug()
        scanner.losePower()
      },
      plugIn: () => terminal.plugIn(),
      stop: () => terminal.unplug(),
    }
  },
  'HID POS': async () => {
    const bus = new StandInHidBus()
    return {
      open: () => openHidPosReader({ id: 'reader', transport: bus }),
      scan: (text) => bus.scan(text),
      beginScan(text) {
        const report = new Uint8Array(64)
        report.set([2, 7, ...Buffer.from(']Q1'), ...Buffer.from(text.slice(0, 7))])
        report[63] = 1
        bus.report(report)
        return () => bus.scan(text.slice(7))
      },
      noise: (bytes) => bus.report(bytes),
      unplug: () => bus.unplug(),
      plugIn: () => bus.plugIn(),
      stop() {
        expect(bus.openNow).toBe(0)
      },
    }
  },
  simulator: async () => {
    const unit = simulateCodeReader({ id: 'reader', openingMs: 5, readingMs: 250 })
    return {
      open: () => unit.open(),
      scan: (text) => unit.scan(text),
      beginScan(text) {
        unit.scan(text)
        return () => undefined
      },
      unplug: () => unit.fail('code-reader-lost'),
      plugIn: () => unit.recover(),
      stop: () => undefined,
    }
  },
}

/** What no reader of ours would send, one after another. */
export function hostileBytes(): Uint8Array[] {
  return [
    new Uint8Array(0),
    new Uint8Array(64),
    new Uint8Array(64).fill(0xff),
    Uint8Array.of(0x02, 0xff, 0x5d),
    Uint8Array.of(0x02, 56, 0x5d, 0x51, 0x31),
    Uint8Array.from({ length: 64 }, (_, index) => (index === 0 ? 2 : index === 63 ? 1 : 0xc3)),
    Uint8Array.of(0xff, 0xf3, 0x00, 0x02),
    Buffer.from('\u0000\u0001\u001b[2J\u202e'),
    Uint8Array.of(0xc3, 0x28, 0xf0, 0x9f, 0xed, 0xa0, 0x80),
  ]
}
