import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { languages } from '../../../locales/languages.ts'
import { withoutRuby } from '../../../locales/ruby.ts'
import { defaultPhoneLines } from '../../../main/config/phone-lines.ts'
import { catalogues } from './catalogues.ts'
import { facts } from './facts.ts'

describe.each(facts)('$fact', ({ keys, words }) => {
  it.each(languages)('is said in %s', (language) => {
    const said = keys.map((key) => withoutRuby(catalogues[language][key])).join('\n')
    expect(said).toMatch(words[language])
  })
})

describe('the telephone lines of the configuration', () => {
  const numbers = defaultPhoneLines.map(({ number }) => number)
  const line = (number: string) => defaultPhoneLines.find((one) => one.number === number)

  it('are all that the official text names, and none besides', () => {
    expect([...numbers].sort()).toEqual(
      [
        '0120-0178-26',
        '0120-0178-27',
        '0120-95-0178',
        '0570-064-738',
        '0570-783-578',
        '050-3818-1250',
      ].sort(),
    )
  })

  it('are told with their cost, and each language has a free one about the card', () => {
    for (const number of numbers)
      expect(line(number)?.cost, number).toBe(number.startsWith('0120-') ? 'free' : 'paid')
    for (const language of languages)
      expect(
        defaultPhoneLines.some(
          (one) => one.languages.includes(language) && one.cost === 'free' && one.topic !== 'system',
        ),
        language,
      ).toBe(true)
  })

  it('have the newer hours where domain.md §8 is newer', () => {
    expect(line('0120-0178-27')?.hours).toEqual([{ days: 'every-day', from: '08:30', to: '20:00' }])
    expect(line('0120-0178-26')?.hours).toEqual([
      { days: 'weekdays', from: '09:30', to: '20:00' },
      { days: 'weekend-and-holidays', from: '09:30', to: '17:30' },
    ])
  })
})

describe('docs/facts.md', () => {
  it('lists each fact with the texts that say it', () => {
    const listed = readFileSync('docs/facts.md', 'utf8')
    for (const { fact, source, keys } of facts) {
      const row = listed.split('\n').find((one) => one.includes(fact.replaceAll('|', '\\|')))
      expect(row, fact).toBeDefined()
      expect(row).toContain(source)
      for (const key of keys) expect(row, fact).toContain(`\`${key}\``)
    }
  })
})
