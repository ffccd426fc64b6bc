import type { DeviceKind } from '../../hardware/catalogue.ts'
import type { ScreenName } from '../../main/service/contract.ts'
import { defaultDelays } from '../../main/session/delays.ts'
import type { FlowBench } from './bench.ts'

/** How the bench is brought into one state of the machine, and what somebody in front of it then sees. */
export type Place = Readonly<{
  state: string
  screen: ScreenName
  /** Applications that have been sent when the applicant has gone on from here to the end. */
  sends: 0 | 1
  /** `kind`: the device that is to fail next. */
  stand(bench: FlowBench, kind: DeviceKind): Promise<unknown>
}>

const step = (screen: ScreenName): Place => ({
  state: `session.step.${screen}`,
  screen,
  sends: 1,
  stand: (bench) => bench.reach(screen),
})
const within = (
  state: string,
  screen: ScreenName,
  stand: Place['stand'],
  sends: Place['sends'] = 1,
): Place => ({ state, screen, sends, stand })

/** 500 yen inside, and a coin of 100 still on its way: the device gives back in a while, not at once. */
const partlyPaid = async (bench: FlowBench): Promise<void> => {
  await bench.reach('pay')
  bench.units.payment.insert(500)
  await bench.clock.pass(1_000)
  bench.units.payment.insert(100)
}

export const places: readonly Place[] = [
  within('out-of-service', 'out-of-service', async (bench) => bench.watch.pause(true)),
  within('welcome.usual', 'welcome', async () => undefined),
  within('welcome.adjusted', 'welcome', (bench) =>
    bench.act({ type: 'set-preferences', preferences: { textSize: 'larger' } }),
  ),
  step('notice'),
  step('scan'),
  step('confirm-form'),
  within('session.step.date-of-birth.asking', 'date-of-birth', (bench) => bench.reach('date-of-birth')),
  within('session.step.date-of-birth.checking', 'date-of-birth', async (bench) => {
    bench.holdBack('form')
    await bench.reach('date-of-birth')
    await bench.goOn()
  }),
  step('eligibility'),
  step('options'),
  step('prepare'),
  within('session.step.pay.taking', 'pay', partlyPaid),
  within('session.step.pay.givingBack', 'pay', async (bench) => {
    await partlyPaid(bench)
    await bench.act({ type: 'back' })
  }),
  step('position'),
  step('capture'),
  within('session.step.choose.looking', 'choose', (bench) => bench.reach('choose')),
  within('session.step.choose.rechecking', 'choose', async (bench) => {
    await bench.reach('choose')
    bench.holdBack('photo')
    await bench.act({ type: 'set-special-reason', specialReason: true })
  }),
  step('review'),
  within('session.step.submit.keeping', 'submit', (bench) => {
    bench.holdBack('outbox')
    return bench.reach('submit')
  }),
  within('session.step.submit.sending', 'submit', (bench) => {
    bench.holdBack('intake')
    return bench.reach('submit')
  }),
  within('session.step.submit.refused', 'submit', (bench) => {
    bench.outcome = { kind: 'refused', reason: 'form-id-unknown', receiptNumber: 'ABCD-EFGH-JKMN' }
    return bench.reach('submit')
  }),
  within(
    'session.step.submit.not-kept',
    'submit',
    (bench) => {
      bench.notKept = true
      return bench.reach('submit')
    },
    0,
  ),
  step('done'),
  within('session.presence.asked', 'options', async (bench) => {
    await bench.reach('options')
    await bench.clock.pass(defaultDelays.stillThereAfter + 1)
  }),
  within('session.devices.troubled', 'notice', async (bench, kind) => {
    await bench.reach('notice')
    if (kind === 'camera') bench.units['code-reader'].fail('code-reader-missing')
    else bench.units.camera.fail('camera-missing')
    await bench.clock.pass(5)
  }),
  within(
    'leaving.givingBack',
    'pay',
    async (bench) => {
      await partlyPaid(bench)
      await bench.act({ type: 'cancel' })
    },
    0,
  ),
  within('farewell', 'farewell', (bench) => bench.reach('farewell')),
]
