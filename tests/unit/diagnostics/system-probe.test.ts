import { describe, expect, it } from 'vitest'
import { readSystem, systemProbe } from '../../../main/diagnostics/system-probe.ts'
import { calmMachine } from './simulated-booth.ts'

describe('the system', () => {
  it('reads what this machine tells: memory, programs, temperature where there is one', async () => {
    const { memoryMegabytes, programs, temperature, usb } = await readSystem()
    expect(memoryMegabytes).toBeGreaterThan(10)
    expect(programs.map(({ program }) => program)).toContain('node')
    if (temperature !== undefined) expect(temperature).toBeGreaterThan(0)
    for (const device of usb) expect(device).toMatch(/^[0-9a-f]{4}:[0-9a-f]{4}/)
  })

  it('names heat, memory, late answers and a booth without PINs', async () => {
    const probe = systemProbe({
      read: async () => ({ ...calmMachine, temperature: 71, memoryMegabytes: 1201 }),
      loopLagMs: () => 101,
      staffPins: async () => 0,
    })
    const { findings } = await probe.run(new AbortController().signal)
    expect(findings.map(({ code }) => code)).toEqual([
      'temperature-high',
      'memory-high',
      'loop-late',
      'no-staff-pin',
    ])
  })

  it('is quiet at its limits', async () => {
    const probe = systemProbe({
      read: async () => ({ ...calmMachine, temperature: 70, memoryMegabytes: 1200 }),
      loopLagMs: () => 100,
      staffPins: async () => 1,
    })
    expect((await probe.run(new AbortController().signal)).findings).toEqual([])
  })
})
