import type { SnapshotFrom } from 'xstate'
import { faultCatalogue } from '../../hardware/catalogue.ts'
import { eligibilityOf, signatureCertificateFromAge } from '../form/eligibility.ts'
import { formIdTail } from '../form/form-id.ts'
import type { BoothFacts, Screen, View } from '../service/contract.ts'
import { present, type SessionContext } from './context.ts'
import type { SessionMachine } from './machine.ts'
import { mendOf } from './mend.ts'
import { troubleOf } from './trouble.ts'

export type SessionSnapshot = SnapshotFrom<SessionMachine>

/** Screens that `back` leads away from; `choose` and `position` know their own way. */
const backFrom: ReadonlySet<string> = new Set([
  'notice',
  'scan',
  'confirm-form',
  'date-of-birth',
  'eligibility',
  'options',
  'prepare',
  'pay',
  'position',
  'choose',
  'review',
])

const custodyOf = ({ step, applicationId, outcome }: SessionContext): View['custody'] => {
  if (step === 'done') return outcome === 'held' ? 'kept' : 'sent'
  if (step !== 'submit') return 'nothing-sent'
  return applicationId === null ? 'sending' : 'kept'
}

function screenOf(snapshot: SessionSnapshot, booth: BoothFacts): Screen {
  const { context } = snapshot
  const { options, specialReason, settings } = context
  const birth = () => present(context.birth, 'date of birth')
  const signatureAvailable =
    (context.birth?.age ?? signatureCertificateFromAge) >= signatureCertificateFromAge
  switch (context.step) {
    case 'out-of-service': {
      const { reason = 'starting', fault } = context.closure ?? {}
      return { name: 'out-of-service', reason, ...(fault && { fault }) }
    }
    case 'welcome':
    case 'notice':
      return { name: context.step }
    case 'scan':
      return { name: 'scan', refusal: context.refusal, attempt: context.attempt, typing: context.typing }
    case 'confirm-form':
      return {
        name: 'confirm-form',
        formId: present(context.formId, 'form ID'),
        notice: context.formNotice,
        ...(context.keptReference !== null && { number: context.keptReference }),
      }
    case 'date-of-birth':
      return {
        name: 'date-of-birth',
        entered: context.birth,
        refusal: context.birthRefusal,
        checking: snapshot.matches({ session: { step: { 'date-of-birth': 'checking' } } }),
      }
    case 'eligibility':
      return { name: 'eligibility', age: birth().age, outcome: eligibilityOf(birth().age) }
    case 'options':
      return { name: 'options', options, signatureAvailable }
    case 'prepare':
      return { name: 'prepare', specialReason }
    case 'pay':
      return {
        name: 'pay',
        price: settings.price,
        inserted: context.inserted,
        givingBack: snapshot.matches({ session: { step: { pay: 'givingBack' } } }),
      }
    case 'position':
      return {
        name: 'position',
        specialReason,
        cameraReady: context.cameraReady,
        failed: context.captureFailed,
      }
    case 'capture':
      return {
        name: 'capture',
        captureId: context.captureId,
        shot: context.shot,
        of: settings.shotsPerBurst,
      }
    case 'choose':
      return {
        name: 'choose',
        stills: context.stills.map(({ id, check }) => ({
          id,
          verdict: check.verdict,
          reasons: check.reasons,
          crop: check.crop,
        })),
        chosen: context.chosen,
        retakesLeft: context.burstsLeft,
        specialReason,
        checking: snapshot.matches({ session: { step: { choose: 'rechecking' } } }),
      }
    case 'review': {
      const portrait = context.stills.find((still) => still.id === context.chosen)?.portraitId
      return {
        name: 'review',
        formId: present(context.formId, 'form ID'),
        dateOfBirth: birth().date,
        dateEntry: birth().entry,
        options,
        signatureAvailable,
        portrait: present(portrait, 'portrait'),
        specialReason,
      }
    }
    case 'submit': {
      const mend = mendOf(context.refusedReason)
      const phase = snapshot.matches({ session: { step: { submit: 'refused' } } })
        ? 'refused'
        : snapshot.matches({ session: { step: { submit: 'not-kept' } } })
          ? 'not-kept'
          : snapshot.matches({ session: { step: { submit: 'sending' } } })
            ? 'sending'
            : 'keeping'
      return {
        name: 'submit',
        phase,
        ...(phase === 'refused' && context.refusedReason && { reason: context.refusedReason }),
        ...(phase === 'refused' && mend && { mend }),
      }
    }
    case 'done':
      return {
        name: 'done',
        outcome: present(context.outcome, 'outcome'),
        ...(context.refusedReason && { reason: context.refusedReason }),
        slip: {
          printed: context.printed,
          date: present(context.confirmedAt, 'time of confirmation').toISOString(),
          booth: booth.name,
          number: present(context.number, 'number'),
          formIdTail: formIdTail(present(context.formId, 'form ID')),
          specialReason,
        },
      }
    case 'farewell':
      return { name: 'farewell', sent: context.sent, moneyBack: context.returned }
  }
}

/** The flat picture of what to show; the page never sees the machine. The service adds the serial. */
export function viewOf(
  snapshot: SessionSnapshot,
  booth: BoothFacts,
  development: boolean,
): Omit<View, 'serial'> {
  const { context } = snapshot
  const inSession = snapshot.matches('session')
  const fault = inSession ? troubleOf(context) : null
  return {
    preferences: context.preferences,
    custody: custodyOf(context),
    back: inSession && backFrom.has(context.step),
    cancel: inSession && context.step !== 'submit' && context.step !== 'done',
    stillThereUntil: context.stillThereUntil?.toISOString() ?? null,
    trouble: fault && { fault, device: faultCatalogue[fault].kind },
    inserted: context.paid ? 0 : context.inserted,
    booth,
    camera: context.settings.camera,
    screen: screenOf(snapshot, booth),
    development,
  }
}
