import { fromCallback, fromPromise } from 'xstate'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import type { Payment } from '../../hardware/payment/contract.ts'
import { classifyScan, type ScanPatterns } from '../form/scan.ts'
import type { Submission } from '../submission/contract.ts'
import type { ApplicationDraft, SessionActors, SlipDraft } from './actors.ts'
import { recheckBurst, takeBurst, type BurstPorts } from './burst.ts'
import type { CheckedStill } from './context.ts'
import type { SessionEvent } from './events.ts'

/** Everything of the booth that a session acts on. */
export type SessionPorts = BurstPorts &
  Readonly<{
    reader: CodeReader
    payment: Payment | null
    submission: Submission
    scanPatterns: ScanPatterns
    printSlip: (slip: SlipDraft, signal: AbortSignal) => Promise<'printed' | 'no-printer' | 'failed'>
  }>

/** A device that would not do what a running session needs: the session ends as its `onError` says. */
class DeviceRefused extends Error {
  override name = 'DeviceRefused'
}

/** Binds the session's actors to the booth's devices, photo check and submission. */
export function liveActors(ports: SessionPorts): SessionActors {
  const { reader, payment, submission, photo, pictures, journal } = ports
  return {
    scanCodes: fromCallback<SessionEvent>(({ sendBack }) => {
      const unsubscribe = reader.onCode((code) => {
        // Classified at once: of a My Number, or of anything else, nothing but its class goes on from here.
        const result = classifyScan(code.text, ports.scanPatterns)
        if (result.result === 'form-id') journal.record('code-read')
        else journal.record('code-refused', { result: result.result })
        sendBack({ type: 'code.scanned', result })
      })
      // A reader that is out when scanning begins is enabled as soon as it is back.
      const enable = (): void => void reader.enable()
      const unfollow = reader.onStatus(({ state }) => {
        if (state === 'online') enable()
      })
      enable()
      return () => {
        unfollow()
        unsubscribe()
        void reader.disable()
        reader.clearInput()
      }
    }),
    lookUpKept: fromPromise<string | null, { formId: string }>(
      async ({ input }) => (await submission.keptReference(input.formId)) ?? null,
    ),
    checkForm: fromPromise(
      ({ input, signal }: { input: { formId: string; dateOfBirth: string }; signal: AbortSignal }) =>
        submission.check(input.formId, input.dateOfBirth, signal),
    ),
    takeMoney: fromCallback<SessionEvent, { price: number }>(({ sendBack, input }) => {
      const unsubscribe = payment?.onInserted((total) => sendBack({ type: 'money.inserted', total }))
      const accept = async (): Promise<void> => {
        // Money that a broken device kept of somebody before is not this applicant's.
        if (payment !== null && payment.inserted() > 0) await payment.giveBack()
        await payment?.accept(input.price)
      }
      void accept()
      return () => {
        unsubscribe?.()
        void payment?.stopAccepting()
      }
    }),
    giveMoneyBack: fromPromise<number>(async () => {
      if (payment === null) return 0
      const yen = payment.inserted()
      const answer = await payment.giveBack()
      if (!answer.ok) {
        journal.record('money-not-given-back', { yen, fault: answer.error.code })
        throw new DeviceRefused(answer.error.code)
      }
      journal.record('money-given-back', { yen })
      return yen
    }),
    settleMoney: fromPromise<void>(async () => {
      if (payment === null || payment.inserted() === 0) return
      const yen = payment.inserted()
      const answer = await payment.settle()
      if (answer.ok) return journal.record('money-settled', { yen })
      journal.record('money-not-settled', { yen, fault: answer.error.code })
      throw new DeviceRefused(answer.error.code)
    }),
    warmUpPhoto: fromPromise<void>(() => photo.warmUp()),
    takeBurst: fromCallback<SessionEvent, { shots: number; specialReason: boolean }>(
      ({ sendBack, input }) => {
        const ended = new AbortController()
        void takeBurst(ports, input, sendBack, ended.signal)
        return () => ended.abort()
      },
    ),
    recheck: fromPromise(
      ({
        input,
        signal,
      }: {
        input: { stills: CheckedStill[]; specialReason: boolean }
        signal: AbortSignal
      }) => recheckBurst(ports, input.stills, input.specialReason, signal),
    ),
    confirm: fromPromise(async ({ input }: { input: ApplicationDraft }) => {
      const { portraitId, ...application } = input
      const portrait = pictures.get(portraitId)
      if (portrait === undefined) throw new Error('The portrait was wiped before it was sealed.')
      return submission.confirm({ ...application, portrait })
    }),
    outcome: fromPromise(({ input, signal }: { input: { applicationId: string }; signal: AbortSignal }) =>
      submission.outcome(input.applicationId, signal),
    ),
    printSlip: fromPromise(({ input, signal }: { input: SlipDraft; signal: AbortSignal }) =>
      ports.printSlip(input, signal),
    ),
  }
}
