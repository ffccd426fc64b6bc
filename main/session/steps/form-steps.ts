import { assign, raise } from 'xstate'
import { eligibilityOf } from '../../form/eligibility.ts'
import { isFormId } from '../../form/form-id.ts'
import { present } from '../context.ts'
import type { SessionSetup } from '../setup.ts'

/** From the notice to the card options: whatever can refuse an applicant is asked here, before money and camera. */
export const formSteps = (session: SessionSetup) => ({
  notice: session.createStateConfig({
    id: 'notice',
    entry: { type: 'enter', params: { step: 'notice' } },
    invoke: { src: 'warmUpPhoto', onError: {} },
    on: {
      next: '#scan',
      back: { target: '#leaving', actions: { type: 'endAs', params: { end: 'left' } } },
    },
  }),

  scan: session.createStateConfig({
    id: 'scan',
    entry: [{ type: 'enter', params: { step: 'scan' } }, assign({ refusal: null, typedOnce: null })],
    invoke: { src: 'scanCodes' },
    after: {
      noReadAfter: {
        guard: ({ context }) => context.refusal === null && context.typedOnce === null,
        actions: assign({ refusal: 'no-read' }),
      },
    },
    on: {
      'code.scanned': [
        {
          guard: 'isFormId',
          target: '#confirm-form',
          actions: ['noteForm', raise({ type: 'presence' })],
        },
        { actions: ['noteRefusedCode', raise({ type: 'presence' })] },
      ],
      'no-read': {
        actions: assign(({ context }) => ({ refusal: 'no-read', attempt: context.attempt + 1 })),
      },
      'start-typing': {
        guard: ({ context }) => context.settings.staffTyping,
        actions: assign({ typing: 'first', typedOnce: null, refusal: null }),
      },
      'stop-typing': {
        guard: ({ context }) => context.settings.staffTyping,
        actions: assign({ typing: 'offered', typedOnce: null, refusal: null }),
      },
      'type-form-id': [
        {
          guard: ({ context, event }) => context.typing === 'first' && isFormId(event.digits),
          actions: assign(({ event }) => ({
            typing: 'second',
            typedOnce: event.digits,
            refusal: null,
          })),
        },
        {
          guard: ({ context, event }) => context.typing === 'second' && context.typedOnce === event.digits,
          target: '#confirm-form',
          actions: assign(({ event }) => ({
            formId: event.digits,
            formNotice: 'none',
            keptReference: null,
            typing: 'offered',
            typedOnce: null,
          })),
        },
        {
          guard: ({ context }) => context.settings.staffTyping,
          actions: assign(({ context }) => ({
            refusal: context.typing === 'second' ? 'typed-twice-differently' : 'wrong-length',
            attempt: context.attempt + 1,
            typing: 'first',
            typedOnce: null,
          })),
        },
      ],
      back: '#notice',
    },
  }),

  'confirm-form': session.createStateConfig({
    id: 'confirm-form',
    entry: { type: 'enter', params: { step: 'confirm-form' } },
    invoke: {
      src: 'lookUpKept',
      input: ({ context }) => ({ formId: present(context.formId, 'form ID') }),
      onDone: {
        guard: ({ event }) => event.output !== null,
        actions: assign(({ event }) => ({
          formNotice: 'already-kept',
          keptReference: event.output,
        })),
      },
      onError: {},
    },
    on: {
      next: { guard: 'formUsable', target: '#date-of-birth' },
      back: '#scan',
    },
  }),

  'date-of-birth': session.createStateConfig({
    id: 'date-of-birth',
    entry: { type: 'enter', params: { step: 'date-of-birth' } },
    initial: 'asking',
    states: {
      asking: {
        on: {
          'enter-date': { actions: 'noteDate' },
          'clear-date': { actions: assign({ birth: null, birthRefusal: null }) },
          next: {
            guard: 'hasBirthDate',
            target: 'checking',
            actions: assign({ birthRefusal: null }),
          },
        },
      },
      checking: {
        invoke: {
          src: 'checkForm',
          input: ({ context }) => ({
            formId: present(context.formId, 'form ID'),
            dateOfBirth: present(context.birth, 'date of birth').date,
          }),
          onDone: [
            {
              guard: ({ event }) => event.output === 'date-of-birth-mismatch',
              target: 'asking',
              actions: assign({ birth: null, birthRefusal: 'mismatch' }),
            },
            {
              guard: ({ event }) =>
                event.output === 'form-id-unknown' || event.output === 'form-id-in-progress',
              target: '#confirm-form',
              actions: assign(({ event }) => ({
                formNotice: event.output === 'form-id-unknown' ? 'form-id-unknown' : 'form-id-in-progress',
              })),
            },
            { target: '#eligibility' },
          ],
          onError: '#eligibility',
        },
        after: { checkWithin: '#eligibility' },
      },
    },
    on: {
      back: '#confirm-form',
    },
  }),

  eligibility: session.createStateConfig({
    id: 'eligibility',
    entry: [{ type: 'enter', params: { step: 'eligibility' } }, 'fitOptionsToAge'],
    on: {
      next: [
        {
          guard: ({ context }) => eligibilityOf(present(context.birth, 'date of birth').age) === 'under-one',
          target: '#leaving',
          actions: { type: 'endAs', params: { end: 'left' } },
        },
        { guard: 'returning', target: '#review' },
        { target: '#options' },
      ],
      back: '#date-of-birth',
    },
  }),

  options: session.createStateConfig({
    id: 'options',
    entry: { type: 'enter', params: { step: 'options' } },
    on: {
      'set-options': {
        actions: [assign(({ event }) => ({ options: event.options })), 'fitOptionsToAge'],
      },
      next: [{ guard: 'returning', target: '#review' }, { target: '#prepare' }],
      back: '#eligibility',
    },
  }),
})
