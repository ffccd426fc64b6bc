import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { parseScenario, playScenario } from '../../hardware/scenario.ts'
import type { Config } from '../config/schema.ts'
import { simulateDevices, simulatorsOf, type SimulatedDevices } from '../demo/simulated-devices.ts'
import type { Journal } from '../journal/journal.ts'
import type { Simulators } from '../service/devices.ts'
import { dockRoutes } from './routes.ts'

export type SimulatedBooth = Readonly<{
  devices: SimulatedDevices
  simulators: Simulators
  /** Registers `/api/dock`. */
  dock: (server: FastifyInstance, journal: Journal) => Promise<void>
  /** Ends the scenario; what it shows then stays. */
  stop: () => void
}>

/**
 * The simulated devices of a development booth, playing the configured scenario. Imported only where the
 * configuration says `development`: packages contain none of it.
 * @throws a one-sentence Error where the scenario's file cannot be used
 */
export const openSimulatedBooth = (config: Config): SimulatedBooth => {
  if (!config.development) throw new Error('Simulated devices need "development": true.')
  const devices = simulateDevices(join(config.storage.folder, 'slips'))
  const { scenario } = config.simulation
  const stop = scenario === null ? () => undefined : playScenario(readScenario(scenario), devices)
  return {
    devices,
    simulators: simulatorsOf(devices),
    dock: (server, journal) => dockRoutes(server, { devices, journal, development: config.development }),
    stop,
  }
}

const readScenario = (path: string) => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new Error(`simulation.scenario: ${path} cannot be read (${code}).`, { cause: error })
  }
  const scenario = parseScenario(text)
  if (!scenario.ok) throw new Error(`simulation.scenario: ${path}: ${scenario.error}`)
  return scenario.value
}
