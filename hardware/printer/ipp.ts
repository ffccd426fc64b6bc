import { endsConnection } from '../catalogue.ts'
import type { Clock } from '../clock.ts'
import { systemClock, wait } from '../clock.ts'
import type { DeviceFault } from '../device.ts'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import { StatusHolder } from '../status-holder.ts'
import type { Printer } from './contract.ts'
import { IppClient } from './ipp-client.ts'
import type { IppResponse, RequestAttribute } from './ipp-messages.ts'
import { operations } from './ipp-messages.ts'
import { jobOutcome, printerFault } from './printer-state.ts'

export type IppPrinterOptions = Readonly<{
  id: string
  /** Where to print: a CUPS queue (`ipp://localhost:631/printers/slip`) or a printer itself. Plain `ipp:` only. */
  uri: string
  /**
   * Where to ask how the printer is, when that is not the same: a CUPS queue learns of empty paper only while it
   * prints, a printer on ipp-usb (`ipp://localhost:60000/ipp/print`) or in the network tells at any time.
   */
  statusUri?: string
  model?: string
  clock?: Clock
  /** How often the printer is asked, in milliseconds. 5 s: paper that runs out is known before the next session. */
  askEveryMs?: number
  /** A printer that has not answered by then is not there, in milliseconds. */
  answerWithinMs?: number
  /** A slip takes seconds; a job that is not out by then is cancelled, lest the next applicant gets it. */
  printWithinMs?: number
}>

/** How often a job is asked after, in milliseconds. */
const jobEveryMs = 500
/**
 * A CUPS queue keeps saying what its last job met ("media-empty") until the next one goes well; nothing else
 * clears it (cupsd 2.4.2, tried). So a job is sent all the same, and has this long, in milliseconds, to clear it.
 */
const staleForMs = 5_000
const wantedOfPrinter = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'printer-make-and-model',
]

/** A slip printer by IPP: a queue of CUPS, or a driverless printer without it. */
export function openIppPrinter(options: IppPrinterOptions): Printer {
  const {
    id,
    uri,
    statusUri = uri,
    clock = systemClock,
    askEveryMs = 5_000,
    answerWithinMs = 4_000,
    printWithinMs = 60_000,
  } = options
  const status = new StatusHolder('printer', clock)
  const closing = new AbortController()
  let model = options.model ?? 'IPP printer'
  let jobs = 0
  let callOffNext: () => void = () => undefined

  const client = new IppClient(answerWithinMs)

  const askPrinter = (to: string): Promise<IppResponse | undefined> =>
    client.ask(to, operations.getPrinterAttributes, [
      { type: 'keyword', name: 'requested-attributes', values: wantedOfPrinter },
    ])

  async function look(): Promise<DeviceFault | undefined> {
    for (const to of new Set([statusUri, uri])) {
      const answer = await askPrinter(to)
      if (answer === undefined) return { code: 'printer-missing', detail: `${to}: no answer` }
      if (answer.status >= 0x0400)
        return { code: 'printer-missing', detail: `${to}: IPP status 0x${answer.status.toString(16)}` }
      const made = answer.attributes.get('printer-make-and-model')?.[0]
      if (options.model === undefined && typeof made === 'string') model = made.slice(0, 100)
      const fault = printerFault(answer)
      if (fault !== undefined) return fault
    }
    return undefined
  }

  async function keepLooking(): Promise<void> {
    const fault = await look()
    if (closing.signal.aborted) return
    if (fault !== undefined) status.fail(fault)
    else status.become(jobs > 0 ? 'busy' : 'online')
    // What ends the connection is the supervisor's to mend; what does not, mends before our eyes.
    if (fault?.code !== 'printer-missing')
      callOffNext = clock.after(askEveryMs, () => {
        looking = keepLooking()
      })
  }
  let looking = keepLooking()

  const job = (jobId: number): RequestAttribute => ({ type: 'integer', name: 'job-id', values: [jobId] })
  const user: RequestAttribute = { type: 'name', name: 'requesting-user-name', values: ['booth'] }

  async function printAndWait(pdf: Uint8Array, signal: AbortSignal): Promise<Result<void, DeviceFault>> {
    const before = await look()
    // A printer asked by itself knows what it says.
    if (before !== undefined && (statusUri !== uri || before.code === 'printer-missing')) return err(before)
    const sent = await client.ask(
      uri,
      operations.printJob,
      [
        user,
        { type: 'name', name: 'job-name', values: ['slip'] },
        { type: 'mimeType', name: 'document-format', values: ['application/pdf'] },
      ],
      pdf,
    )
    const jobId = sent?.attributes.get('job-id')?.[0]
    if (sent === undefined) return err({ code: 'printer-missing', detail: `${uri}: no answer` })
    if (sent.status >= 0x0400 || typeof jobId !== 'number')
      return err({
        code: 'printer-stopped',
        detail: `the job was refused: IPP status 0x${sent.status.toString(16)}`,
      })

    const sentAt = clock.now().getTime()
    const deadline = clock.now().getTime() + printWithinMs
    while (clock.now().getTime() < deadline && !signal.aborted) {
      const attributes = [
        job(jobId),
        user,
        { type: 'keyword', name: 'requested-attributes', values: ['job-state'] } as const,
      ]
      const answer = await client.ask(uri, operations.getJobAttributes, attributes)
      const outcome = answer === undefined ? 'underway' : jobOutcome(answer)
      if (outcome === 'done') return ok(undefined)
      if (outcome === 'failed') return err({ code: 'printer-stopped', detail: 'the job was aborted' })
      const fault = await look()
      const stale = fault?.code === before?.code && clock.now().getTime() - sentAt < staleForMs
      if (fault !== undefined && !stale) {
        status.fail(fault)
        await client.ask(uri, operations.cancelJob, [job(jobId), user])
        return err(fault)
      }
      await wait(clock, jobEveryMs, signal)
    }
    await client.ask(uri, operations.cancelJob, [job(jobId), user])
    const detail = signal.aborted ? 'called off' : `the job was not out within ${printWithinMs} ms`
    return err({ code: 'printer-stopped', detail })
  }

  return {
    id,
    capabilities: () => ({ kind: 'printer', model, driver: 'ipp', simulated: false }),
    status: () => status.status,
    onStatus: (listener) => status.onStatus(listener),
    async checkHealth(level) {
      const fault = await look()
      return fault === undefined ? ok({ level, facts: { uri, statusUri } }) : err(fault)
    },
    async reset() {
      const fault = await look()
      return fault === undefined ? ok(undefined) : err(fault)
    },
    async print(pdf, signal) {
      const { usable } = status
      if (!usable.ok && endsConnection(usable.error.code)) return usable
      if (signal.aborted) return err({ code: 'printer-stopped', detail: 'called off' })
      jobs += 1
      if (usable.ok) status.become('busy')
      const answer = await printAndWait(pdf, AbortSignal.any([signal, closing.signal]))
      jobs -= 1
      if (jobs === 0 && (answer.ok || status.status.state === 'busy')) status.become('online')
      return answer
    },
    async close() {
      status.end()
      closing.abort()
      callOffNext()
      await looking
    },
  }
}
