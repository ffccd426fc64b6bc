import { assign, raise } from 'xstate'
import { formIdTail } from '../../form/form-id.ts'
import { present } from '../context.ts'
import { mendOf } from '../mend.ts'
import type { SessionSetup } from '../setup.ts'

/** Review, the one moment of sending, and what came of it. Confirmed means: the outbox row is committed. */
export const sendSteps = (session: SessionSetup) => ({
  review: session.createStateConfig({
    id: 'review',
    entry: [{ type: 'enter', params: { step: 'review' } }, assign({ returning: false })],
    on: {
      change: [
        {
          guard: ({ event }) => event.what === 'form',
          target: '#scan',
          actions: assign({ returning: true }),
        },
        {
          guard: ({ event }) => event.what === 'date-of-birth',
          target: '#date-of-birth',
          actions: assign({ returning: true }),
        },
        {
          guard: ({ event }) => event.what === 'options',
          target: '#options',
          actions: assign({ returning: true }),
        },
        { target: '#choose' },
      ],
      send: '#submit',
      back: '#choose',
    },
  }),

  submit: session.createStateConfig({
    id: 'submit',
    entry: { type: 'enter', params: { step: 'submit' } },
    initial: 'keeping',
    states: {
      keeping: {
        invoke: {
          src: 'confirm',
          input: ({ context }) => ({
            formId: present(context.formId, 'form ID'),
            dateOfBirth: present(context.birth, 'date of birth').date,
            ...context.options,
            specialReason: context.specialReason,
            language: context.preferences.language,
            portraitId: present(
              context.stills.find((still) => still.id === context.chosen)?.portraitId,
              'portrait',
            ),
          }),
          onDone: [
            {
              guard: ({ event }) => event.output.ok,
              target: 'sending',
              actions: assign(({ event }) =>
                event.output.ok
                  ? {
                      applicationId: event.output.value.applicationId,
                      number: event.output.value.reference,
                    }
                  : {},
              ),
            },
            {
              guard: ({ event }) => !event.output.ok && event.output.error.code === 'already-kept',
              target: '#confirm-form',
              actions: assign(({ event }) => ({
                formNotice: 'already-kept',
                keptReference:
                  !event.output.ok && event.output.error.code === 'already-kept'
                    ? event.output.error.reference
                    : null,
              })),
            },
            { target: 'not-kept' },
          ],
          onError: 'not-kept',
        },
      },
      sending: {
        entry: ['markConfirmed', raise({ type: 'presence' })],
        invoke: [
          { src: 'settleMoney', onError: {} },
          {
            src: 'outcome',
            input: ({ context }) => ({
              applicationId: present(context.applicationId, 'application ID'),
            }),
            onDone: [
              {
                guard: ({ event }) => event.output.kind === 'refused',
                target: 'refused',
                actions: assign(({ event }) =>
                  event.output.kind === 'refused'
                    ? {
                        outcome: 'refused',
                        refusedReason: event.output.reason,
                        number: event.output.receiptNumber,
                      }
                    : {},
                ),
              },
              {
                target: '#done',
                actions: assign(({ context, event }) => ({
                  outcome: event.output.kind,
                  number: event.output.kind === 'held' ? context.number : event.output.receiptNumber,
                })),
              },
            ],
            onError: { target: '#done', actions: assign({ outcome: 'held' }) },
          },
        ],
        after: {
          outcomeWithin: {
            target: '#done',
            actions: assign({ outcome: 'held' }),
          },
        },
      },
      refused: {
        on: {
          mend: [
            {
              guard: ({ context }) => mendOf(context.refusedReason) === 'date-of-birth',
              target: '#date-of-birth',
              actions: assign({
                returning: true,
                outcome: null,
                refusedReason: null,
                birth: null,
                birthRefusal: 'mismatch',
              }),
            },
            {
              guard: ({ context }) => mendOf(context.refusedReason) === 'photo',
              target: '#prepare',
              actions: assign(({ context }) => ({
                outcome: null,
                refusedReason: null,
                burstsLeft: Math.max(1, context.burstsLeft),
              })),
            },
          ],
          next: '#done',
        },
      },
      'not-kept': {
        on: {
          next: {
            target: '#leaving',
            actions: { type: 'endAs', params: { end: 'device-fault' } },
          },
        },
      },
    },
  }),

  done: session.createStateConfig({
    id: 'done',
    entry: [{ type: 'enter', params: { step: 'done' } }, raise({ type: 'presence' })],
    invoke: {
      src: 'printSlip',
      input: ({ context }) => ({
        language: context.preferences.language,
        outcome: present(context.outcome, 'outcome'),
        reason: context.refusedReason,
        number: present(context.number, 'number'),
        formIdTail: formIdTail(present(context.formId, 'form ID')),
        specialReason: context.specialReason,
        at: present(context.confirmedAt, 'time of confirmation'),
      }),
      onDone: { actions: assign(({ event }) => ({ printed: event.output })) },
      onError: { actions: assign({ printed: 'failed' }) },
    },
    on: {
      next: { target: '#leaving', actions: { type: 'endAs', params: { end: 'finished' } } },
    },
  }),
})
