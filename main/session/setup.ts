import { assertEvent, assign, setup } from 'xstate'
import { todayInTokyo } from '../form/calendar-date.ts'
import { toBirthDate } from '../form/date-of-birth.ts'
import { eligibilityOf, signatureCertificateFromAge } from '../form/eligibility.ts'
import type { ScreenName } from '../service/contract.ts'
import { unboundActors } from './actors.ts'
import {
  blankApplicant,
  defaultPreferences,
  present,
  type SessionContext,
  type SessionEnd,
  type SessionSettings,
} from './context.ts'
import type { Delays } from './delays.ts'
import type { SessionEvent } from './events.ts'
import { usable } from './proposal.ts'
import { troubleOf } from './trouble.ts'

/** The words of the session machine: its guards, its actions and its waits, by name. */
export function sessionSetup(waits: Delays, now: () => Date) {
  const today = () => todayInTokyo(now())

  return setup({
    types: {
      context: {} as SessionContext,
      events: {} as SessionEvent,
      input: {} as SessionSettings,
    },
    actors: unboundActors,
    delays: waits,
    actions: {
      markConfirmed: assign({ confirmedAt: () => now(), paid: true }),
      enter: assign((_, params: { step: ScreenName }) => ({ step: params.step })),
      endAs: assign((_, params: { end: SessionEnd }) => ({ end: params.end })),
      forgetApplicant: assign(({ context }) => ({
        ...blankApplicant(context.settings),
        preferences: { ...defaultPreferences, language: context.preferences.language },
        stillThereUntil: null,
      })),
      /** Replaced by the service: pictures and buffers outside the machine are wiped. */
      wipePictures: () => undefined,
      setPreferences: assign(({ context, event }) => {
        assertEvent(event, 'set-preferences')
        const given = Object.entries(event.preferences).filter(([, value]) => value !== undefined)
        return { preferences: { ...context.preferences, ...Object.fromEntries(given) } }
      }),
      resetPreferences: assign({ preferences: defaultPreferences }),
      noteFault: assign(({ context, event }) => {
        assertEvent(event, 'device.fault')
        return { faults: { ...context.faults, [event.kind]: event.fault } }
      }),
      noteWell: assign(({ context, event }) => {
        assertEvent(event, 'device.well')
        const { [event.kind]: _, ...faults } = context.faults
        return { faults }
      }),
      noteRefusedCode: assign(({ context, event }) => {
        assertEvent(event, 'code.scanned')
        const { result } = event.result
        return result === 'form-id' ? {} : { refusal: result, attempt: context.attempt + 1 }
      }),
      noteForm: assign(({ event }) => {
        assertEvent(event, 'code.scanned')
        const formId = event.result.result === 'form-id' ? event.result.formId : null
        return { formId, formNotice: 'none' as const, keptReference: null, refusal: null }
      }),
      noteDate: assign(({ event }) => {
        assertEvent(event, 'enter-date')
        const birth = toBirthDate(event.entry, today())
        return birth.ok
          ? { birth: { entry: event.entry, date: birth.date, age: birth.age }, birthRefusal: null }
          : { birth: null, birthRefusal: birth.refusal }
      }),
      /** Under fifteen no signature certificate is issued, whatever was chosen before. */
      fitOptionsToAge: assign(({ context }) => ({
        options:
          present(context.birth, 'date of birth').age < signatureCertificateFromAge
            ? { ...context.options, signatureCertificate: false }
            : context.options,
      })),
    },
    guards: {
      /** After `send` there is nothing left to call off. */
      mayCancel: ({ context }) => context.step !== 'submit' && context.step !== 'done',
      closed: ({ context }) => context.closure !== null,
      isFormId: ({ event }) => event.type === 'code.scanned' && event.result.result === 'form-id',
      formUsable: ({ context }) => context.formNotice === 'none',
      hasBirthDate: ({ context }) => context.birth !== null,
      mayApply: ({ context }) => context.birth !== null && eligibilityOf(context.birth.age) !== 'under-one',
      returning: ({ context }) => context.returning && context.chosen !== null,
      owesMoney: ({ context }) =>
        context.settings.price > 0 && !context.paid && context.inserted < context.settings.price,
      paidUp: ({ context }) => context.inserted >= context.settings.price,
      moneyIsDue: ({ context }) => context.inserted > 0 && (!context.paid || context.outcome === 'refused'),
      mayTakeBurst: ({ context }) =>
        context.cameraReady && context.burstsLeft > 0 && troubleOf(context) === null,
      chosenIsUsable: ({ context }) => usable(context.stills, context.chosen),
      burstsLeft: ({ context }) => context.burstsLeft > 0,
      judgedOtherwise: ({ context }) =>
        context.stills.length > 0 && context.judgedSpecially !== context.specialReason,
      inTrouble: ({ context }) => troubleOf(context) !== null,
      outOfTrouble: ({ context }) => troubleOf(context) === null,
    },
  })
}

export type SessionSetup = ReturnType<typeof sessionSetup>
