import type { BoothFacts } from '../service/contract.ts'

type PhoneLine = BoothFacts['phoneLines'][number]

const hotlineHours: PhoneLine['hours'] = [
  { days: 'weekdays', from: '09:30', to: '20:00' },
  { days: 'weekend-and-holidays', from: '09:30', to: '17:30' },
]
const cardCentreHours: PhoneLine['hours'] = [{ days: 'every-day', from: '08:30', to: '20:00' }]
const foreign: PhoneLine['languages'] = ['en', 'zh-Hans', 'ko', 'es', 'pt']

/**
 * The public telephone lines as of 2026 (domain §8 and the information text of the card), the free line
 * for the card first. They change: a booth's own configuration replaces the whole list.
 */
export const defaultPhoneLines: PhoneLine[] = [
  {
    number: '0120-95-0178',
    languages: ['ja', 'ja-easy'],
    cost: 'free',
    topic: 'all',
    hours: hotlineHours,
    closed: 'new-year',
    lossAlways: true,
  },
  {
    number: '0120-0178-27',
    languages: foreign,
    cost: 'free',
    topic: 'card',
    hours: cardCentreHours,
    closed: 'never',
    lossAlways: true,
  },
  {
    number: '0120-0178-26',
    languages: foreign,
    cost: 'free',
    topic: 'system',
    hours: hotlineHours,
    closed: 'new-year',
    lossAlways: false,
  },
  {
    number: '0570-783-578',
    languages: ['ja', 'ja-easy'],
    cost: 'paid',
    topic: 'card',
    hours: cardCentreHours,
    closed: 'new-year',
    lossAlways: true,
  },
  {
    number: '0570-064-738',
    languages: foreign,
    cost: 'paid',
    topic: 'card',
    hours: cardCentreHours,
    closed: 'new-year',
    lossAlways: true,
  },
  {
    // For IP telephones that cannot reach the 0570 line.
    number: '050-3818-1250',
    languages: foreign,
    cost: 'paid',
    topic: 'card',
    hours: cardCentreHours,
    closed: 'new-year',
    lossAlways: true,
  },
]
