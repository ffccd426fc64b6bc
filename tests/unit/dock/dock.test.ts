import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { describe, expect, it } from 'vitest'
import { developmentConfig } from '../../../main/config/development.ts'
import { simulateDevices } from '../../../main/demo/simulated-devices.ts'
import { DockView, type DockAct } from '../../../main/dock/contract.ts'
import { dockRoutes } from '../../../main/dock/routes.ts'
import { openSimulatedBooth } from '../../../main/dock/simulated-booth.ts'

const folder = mkdtempSync(join(tmpdir(), 'machinaka-dock-'))
const start = async (development: boolean) => {
  const devices = simulateDevices(join(folder, 'slips'))
  const server = fastify()
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  await dockRoutes(server, { devices, journal: { record: () => undefined }, development })
  const act = (payload: DockAct) => server.inject({ method: 'POST', url: '/api/dock', payload })
  return { devices, server, act }
}

describe('the dock', () => {
  it('exists on no booth but a development one', async () => {
    const { server, act } = await start(false)
    expect((await server.inject('/api/dock')).statusCode).toBe(404)
    expect((await act({ do: 'recover', unit: 'camera' })).statusCode).toBe(404)
    await server.close()
    expect(() => openSimulatedBooth({ ...developmentConfig(folder, 1), development: false })).toThrow(
      '"development": true',
    )
  })

  it('makes any fault of any unit happen and ends it, and refuses what no unit has', async () => {
    const { devices, server, act } = await start(true)
    const view = DockView.parse((await server.inject('/api/dock')).json())
    expect(view.units.map(({ id }) => id)).toEqual(Object.values(devices).map(({ id }) => id))
    for (const { id, faults } of view.units) {
      for (const fault of faults) {
        const failed = DockView.parse((await act({ do: 'fail', unit: id, fault })).json())
        expect(failed.units.find((unit) => unit.id === id)?.playing).toBe(fault)
      }
      await act({ do: 'recover', unit: id })
    }
    expect(Object.values(devices).map(({ playing }) => playing)).toEqual(
      Object.values(devices).map(() => undefined),
    )
    expect((await act({ do: 'fail', unit: 'camera', fault: 'printer-jam' })).statusCode).toBe(404)
    expect((await act({ do: 'fail', unit: 'toaster', fault: 'camera-lost' })).statusCode).toBe(404)
    expect((await act({ do: 'pose', pose: 'constructor' })).statusCode).toBe(404)
    await server.close()
  })

  it('plays the scenarios that lie as files, one at a time', async () => {
    const { server, act } = await start(true)
    const { scenarios } = DockView.parse((await server.inject('/api/dock')).json())
    expect(scenarios.length).toBeGreaterThan(2)
    for (const { name } of scenarios) {
      expect(DockView.parse((await act({ do: 'play', scenario: name })).json()).scenario).toBe(name)
    }
    expect(DockView.parse((await act({ do: 'stop' })).json()).scenario).toBeNull()
    expect((await act({ do: 'play', scenario: '../../package' })).statusCode).toBe(404)
    await server.close()
  })
})

describe('the configured scenario', () => {
  const scenario = join(folder, 'scenario.json')
  const config = { ...developmentConfig(folder, 1), simulation: { scenario } }

  it('is played from the start', async () => {
    writeFileSync(
      scenario,
      JSON.stringify({ says: 'No paper.', steps: [{ at: 0, do: 'fail', fault: 'printer-out-of-paper' }] }),
    )
    const booth = openSimulatedBooth(config)
    await expect.poll(() => booth.devices.printer.playing).toBe('printer-out-of-paper')
    booth.stop()
  })

  it('is refused in one sentence', () => {
    writeFileSync(scenario, '{"says": "x", "steps": [{"at": 0, "do": "explode"}]}')
    expect(() => openSimulatedBooth(config)).toThrow(
      /^simulation\.scenario: .*scenario\.json: The scenario is wrong at steps\.0/,
    )
    expect(() => openSimulatedBooth({ ...config, simulation: { scenario: '/nonexistent' } })).toThrow(
      'simulation.scenario: /nonexistent cannot be read (ENOENT).',
    )
  })
})
