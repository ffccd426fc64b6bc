import { defaultPreferences } from '../session/context.ts'
import type { Closure } from '../session/context.ts'
import type { BoothFacts, IntentAnswer, View } from './contract.ts'
import type { ViewHost } from './session-host.ts'

/** What a booth without a configuration shows: one screen, out of service, for as long as it runs. */
export class ClosedHost implements ViewHost {
  readonly view: View
  readonly idle = true

  constructor(closure: Closure, booth: BoothFacts) {
    this.view = {
      serial: 1,
      preferences: defaultPreferences,
      custody: 'nothing-sent',
      back: false,
      cancel: false,
      stillThereUntil: null,
      trouble: null,
      inserted: 0,
      booth,
      camera: { held: 'service' },
      screen: { name: 'out-of-service', ...closure },
      development: false,
    }
  }

  onView(): () => void {
    return () => undefined
  }
  tell(): void {}
  act(): IntentAnswer {
    return { taken: false, because: 'not-now' }
  }
  stop(): void {}
}
