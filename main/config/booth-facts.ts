import type { BoothFacts } from '../service/contract.ts'
import type { Config } from './schema.ts'

/** What the page may know of the configuration. */
export const boothFacts = ({ booth, session }: Config): BoothFacts => ({
  name: booth.name,
  price: session.price,
  minutes: booth.minutes,
  counter: booth.counter,
  display: booth.display,
  weeksUntilNotice: booth.weeksUntilNotice,
  phoneLines: booth.phoneLines,
  informationUrl: booth.informationUrl,
})
