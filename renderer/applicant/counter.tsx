import type { BoothFacts } from '../../main/service/contract.ts'

/** Where to go instead, in the operator's own words. */
export function Counter({ counter }: Readonly<{ counter: BoothFacts['counter'] }>) {
  return (
    <address className="counter" lang="ja">
      <b>{counter.name}</b>
      <span>{counter.address}</span>
      <span className="num">
        {counter.phone} {counter.hours}
      </span>
    </address>
  )
}
