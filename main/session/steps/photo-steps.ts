import { assign, raise } from 'xstate'
import { proposedStill } from '../proposal.ts'
import type { SessionSetup } from '../setup.ts'

/** From the conditions of the photo to the chosen portrait. Money inside stays the applicant's all the way. */
export const photoSteps = (session: SessionSetup) => ({
  prepare: session.createStateConfig({
    id: 'prepare',
    entry: { type: 'enter', params: { step: 'prepare' } },
    on: {
      'set-special-reason': {
        actions: assign(({ event }) => ({ specialReason: event.specialReason })),
      },
      next: [
        { guard: 'owesMoney', target: '#pay' },
        { guard: ({ context }) => context.burstsLeft === 0, target: '#choose' },
        { target: '#position' },
      ],
      back: '#options',
    },
  }),

  pay: session.createStateConfig({
    id: 'pay',
    entry: { type: 'enter', params: { step: 'pay' } },
    initial: 'taking',
    states: {
      taking: {
        invoke: {
          src: 'takeMoney',
          input: ({ context }) => ({ price: context.settings.price }),
        },
        always: { guard: 'paidUp', target: '#position' },
        on: {
          'money.inserted': {
            actions: [assign(({ event }) => ({ inserted: event.total })), raise({ type: 'presence' })],
          },
          back: [
            { guard: ({ context }) => context.inserted > 0, target: 'givingBack' },
            { target: '#prepare' },
          ],
        },
      },
      givingBack: {
        invoke: {
          src: 'giveMoneyBack',
          onDone: { target: '#prepare', actions: assign({ inserted: 0 }) },
          onError: {
            target: '#leaving',
            actions: { type: 'endAs', params: { end: 'device-fault' } },
          },
        },
      },
    },
  }),

  position: session.createStateConfig({
    id: 'position',
    entry: { type: 'enter', params: { step: 'position' } },
    on: {
      shutter: { guard: 'mayTakeBurst', target: '#capture' },
      'set-special-reason': {
        actions: assign(({ event }) => ({ specialReason: event.specialReason })),
      },
      back: [
        { guard: ({ context }) => context.stills.length > 0, target: '#choose' },
        { target: '#prepare' },
      ],
    },
  }),

  capture: session.createStateConfig({
    id: 'capture',
    entry: [
      { type: 'enter', params: { step: 'capture' } },
      assign({ stills: [], chosen: null, captureId: null, shot: 1, captureFailed: false }),
    ],
    invoke: {
      src: 'takeBurst',
      input: ({ context }) => ({
        shots: context.settings.shotsPerBurst,
        specialReason: context.specialReason,
      }),
    },
    exit: assign({ captureId: null }),
    on: {
      'shot.wanted': {
        actions: assign(({ event }) => ({ captureId: event.captureId, shot: event.shot })),
      },
      'shot.taken': { actions: [assign({ captureId: null }), raise({ type: 'presence' })] },
      'burst.checked': {
        target: '#choose',
        actions: assign(({ context, event }) => ({
          stills: event.stills,
          chosen: proposedStill(event.stills),
          burstsLeft: context.burstsLeft - 1,
          judgedSpecially: context.specialReason,
        })),
      },
      'burst.failed': { target: '#position', actions: assign({ captureFailed: true }) },
    },
  }),

  choose: session.createStateConfig({
    id: 'choose',
    entry: { type: 'enter', params: { step: 'choose' } },
    initial: 'looking',
    states: {
      looking: {
        always: { guard: 'judgedOtherwise', target: 'rechecking' },
        on: {
          choose: {
            guard: ({ context, event }) => context.stills.some((still) => still.id === event.id),
            actions: assign(({ event }) => ({ chosen: event.id })),
          },
          'set-special-reason': {
            actions: assign(({ event }) => ({ specialReason: event.specialReason })),
          },
          next: { guard: 'chosenIsUsable', target: '#review' },
          retake: { guard: 'burstsLeft', target: '#position' },
          back: '#prepare',
        },
      },
      rechecking: {
        invoke: {
          src: 'recheck',
          input: ({ context }) => ({
            stills: context.stills,
            specialReason: context.specialReason,
          }),
          onDone: {
            target: 'looking',
            actions: assign(({ context, event }) => ({
              stills: event.output,
              chosen: proposedStill(event.output),
              judgedSpecially: context.specialReason,
            })),
          },
          onError: {
            target: '#position',
            actions: assign({ stills: [], chosen: null, captureFailed: true }),
          },
        },
      },
    },
  }),
})
