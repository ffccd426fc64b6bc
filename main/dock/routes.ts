import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { FaultCode } from '../../hardware/catalogue.ts'
import { parseScenario, playScenario, type Scenario } from '../../hardware/scenario.ts'
import type { SimulatedUnit } from '../../hardware/simulated-unit.ts'
import type { SimulatedDevices } from '../demo/simulated-devices.ts'
import type { Journal } from '../journal/journal.ts'
import { DockAct, type DockView } from './contract.ts'
import { drawPose, poses } from './poses.ts'

export type DockPorts = Readonly<{
  devices: SimulatedDevices
  journal: Journal
  /** The booth's configuration says so: these routes do not exist on any other. */
  development: boolean
}>

const scenarioFolder = join(import.meta.dirname, '..', '..', 'hardware', 'scenarios')

const readScenarios = (): ReadonlyMap<string, Scenario> =>
  new Map(
    readdirSync(scenarioFolder)
      .filter((file) => file.endsWith('.json'))
      .toSorted()
      .flatMap((file): [string, Scenario][] => {
        const scenario = parseScenario(readFileSync(join(scenarioFolder, file), 'utf8'))
        return scenario.ok ? [[basename(file, '.json'), scenario.value]] : []
      }),
  )

/** Moves the simulated devices of a development booth. Registers nothing on any other. */
export const dockRoutes = async (instance: FastifyInstance, ports: DockPorts): Promise<void> => {
  const { devices, journal, development } = ports
  if (!development) return
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const units: readonly SimulatedUnit[] = Object.values(devices)
  const scenarios = readScenarios()
  let playing: Readonly<{ name: string; stop: () => void }> | null = null

  const view = (): DockView => ({
    units: units.map(({ id, kind, faults, playing: fault }) => ({
      id,
      kind,
      faults: [...faults],
      playing: fault ?? null,
    })),
    scenarios: [...scenarios].map(([name, { says }]) => ({ name, says })),
    scenario: playing?.name ?? null,
    poses: [...poses],
  })
  const stop = (): void => {
    playing?.stop()
    playing = null
  }
  /** False where there is no such unit, fault, pose or scenario. */
  const perform = async (act: DockAct): Promise<boolean> => {
    switch (act.do) {
      case 'fail': {
        const unit = units.find(({ id }) => id === act.unit)
        const fault = unit?.faults.find((code): code is FaultCode => code === act.fault)
        if (fault !== undefined) unit?.fail(fault)
        return fault !== undefined
      }
      case 'recover': {
        const unit = units.find(({ id }) => id === act.unit)
        unit?.recover()
        return unit !== undefined
      }
      case 'scan':
        devices.codeReader.scan(act.text)
        return true
      case 'insert':
        return devices.payment.insert(act.yen)
      case 'occupy':
        devices.sensor.occupy(act.occupied)
        return true
      case 'pose': {
        const pictures = await drawPose(act.pose)
        if (pictures !== undefined) devices.camera.show(pictures)
        return pictures !== undefined
      }
      case 'play': {
        const scenario = scenarios.get(act.scenario)
        if (scenario === undefined) return false
        stop()
        playing = { name: act.scenario, stop: playScenario(scenario, devices) }
        return true
      }
      case 'stop':
        stop()
        return true
    }
  }

  server.get('/api/dock', async () => view())
  server.post('/api/dock', { schema: { body: DockAct } }, async (request, reply) => {
    const done = await perform(request.body)
    journal.record('dock-used', { act: request.body.do, done })
    return reply.code(done ? 200 : 404).send(view())
  })
  instance.addHook('onClose', async () => stop())
}
