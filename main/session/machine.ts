import { assign } from 'xstate'
import { blankApplicant, defaultPreferences } from './context.ts'
import { defaultDelays, type Delays } from './delays.ts'
import { sessionSetup } from './setup.ts'
import { formSteps } from './steps/form-steps.ts'
import { photoSteps } from './steps/photo-steps.ts'
import { sendSteps } from './steps/send-steps.ts'

type MachineOptions = Readonly<{ delays?: Partial<Delays>; now?: () => Date }>

/**
 * The applicant's session, from `welcome` to `farewell` (design §4). Pure: devices, clock, photo and
 * submission are injected actors. Everything that can refuse an applicant comes before `pay` and the
 * camera; nothing leaves the booth before `send`; every way out leads through `leaving`, which gives
 * money back where it is due and forgets the applicant.
 */
export function createSessionMachine({ delays, now = () => new Date() }: MachineOptions = {}) {
  const waits: Delays = { ...defaultDelays, ...delays }
  const session = sessionSetup(waits, now)
  return session.createMachine({
    id: 'booth',
    context: ({ input }) => ({
      ...blankApplicant(input),
      settings: input,
      step: 'out-of-service',
      preferences: defaultPreferences,
      closure: { reason: 'starting' },
      faults: {},
      cameraReady: false,
      end: null,
      sent: false,
      returned: 0,
      stillThereUntil: null,
    }),
    initial: 'out-of-service',
    on: {
      'booth.open': { actions: assign({ closure: null }) },
      'booth.closed': {
        actions: assign(({ event }) => {
          const { type: _, ...closure } = event
          return { closure }
        }),
      },
      'device.fault': { actions: 'noteFault' },
      'device.well': { actions: 'noteWell' },
      'camera.ready': { actions: assign({ cameraReady: ({ event }) => event.ready }) },
      'set-preferences': { actions: 'setPreferences' },
    },
    states: {
      'out-of-service': {
        entry: [{ type: 'enter', params: { step: 'out-of-service' } }, 'resetPreferences'],
        always: { guard: ({ context }) => context.closure === null, target: 'welcome' },
      },

      welcome: {
        entry: [{ type: 'enter', params: { step: 'welcome' } }, 'resetPreferences', assign({ end: null })],
        always: { guard: 'closed', target: 'out-of-service' },
        initial: 'usual',
        states: {
          usual: {},
          adjusted: {
            after: { preferencesForgottenAfter: { target: 'usual', actions: 'resetPreferences' } },
          },
        },
        on: {
          'set-preferences': { target: '.adjusted', reenter: true, actions: 'setPreferences' },
          start: {
            target: 'session',
            actions: assign(({ context, event }) => ({
              preferences: { ...context.preferences, language: event.language },
              sent: false,
              returned: 0,
            })),
          },
        },
      },

      session: {
        type: 'parallel',
        on: {
          purge: { target: 'leaving', actions: { type: 'endAs', params: { end: 'purged' } } },
        },
        states: {
          step: {
            initial: 'notice',
            on: {
              cancel: {
                guard: 'mayCancel',
                target: '#leaving',
                actions: { type: 'endAs', params: { end: 'cancelled' } },
              },
            },
            states: {
              ...formSteps(session),
              ...photoSteps(session),
              ...sendSteps(session),
            },
          },

          presence: {
            initial: 'there',
            states: {
              there: {
                after: { stillThereAfter: 'asked' },
                on: { presence: { target: 'there', reenter: true } },
              },
              asked: {
                entry: assign({ stillThereUntil: () => new Date(now().getTime() + waits.stillThereFor) }),
                exit: assign({ stillThereUntil: null }),
                after: {
                  stillThereFor: {
                    target: '#leaving',
                    actions: { type: 'endAs', params: { end: 'timed-out' } },
                  },
                },
                on: { presence: 'there', 'more-time': 'there' },
              },
            },
          },

          devices: {
            initial: 'well',
            states: {
              well: { always: { guard: 'inTrouble', target: 'troubled' } },
              troubled: {
                always: { guard: 'outOfTrouble', target: 'well' },
                after: {
                  deviceGrace: {
                    target: '#leaving',
                    actions: { type: 'endAs', params: { end: 'device-fault' } },
                  },
                },
              },
            },
          },
        },
      },

      leaving: {
        id: 'leaving',
        entry: ['wipePictures', assign(({ context }) => ({ sent: context.outcome !== null }))],
        initial: 'settling',
        states: {
          settling: { always: [{ guard: 'moneyIsDue', target: 'givingBack' }, { target: 'gone' }] },
          givingBack: {
            invoke: {
              src: 'giveMoneyBack',
              onDone: { target: 'gone', actions: assign(({ event }) => ({ returned: event.output })) },
              onError: 'gone',
            },
          },
          gone: { type: 'final' },
        },
        onDone: [
          { guard: ({ context }) => context.end === 'purged', target: 'welcome', actions: 'forgetApplicant' },
          { target: 'farewell', actions: 'forgetApplicant' },
        ],
      },

      farewell: {
        entry: { type: 'enter', params: { step: 'farewell' } },
        after: { farewellFor: 'welcome' },
        on: { next: 'welcome', purge: 'welcome' },
      },
    },
  })
}

export type SessionMachine = ReturnType<typeof createSessionMachine>
