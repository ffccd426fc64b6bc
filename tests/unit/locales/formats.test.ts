import { describe, expect, it } from 'vitest'
import { formats, groupsOfFour } from '../../../locales/formats.ts'
import { languages } from '../../../locales/languages.ts'
import { rubySegments } from '../../../locales/ruby.ts'

const evening = new Date('2026-11-22T23:30:00+09:00')

describe('dates and numbers in the form of the language', () => {
  it.each([
    ['ja', '1948年4月18日', '昭和23年4月18日'],
    [
      'ja-easy',
      '1948年《ねん》｜4月《しがつ》18日《にち》',
      '昭和《しょうわ》23年《ねん》｜4月《しがつ》18日《にち》',
    ],
    ['en', '18 April 1948', '18 April Shōwa 23'],
    ['zh-Hans', '1948年4月18日', '昭和23年4月18日'],
    ['ko', '1948년 4월 18일', '쇼와 23년 4월 18일'],
    ['es', '18 de abril de 1948', '18 de abril de Shōwa 23'],
    ['pt', '18 de abril de 1948', '18 de abril de Shōwa 23'],
  ] as const)('%s', (language, western, era) => {
    expect(formats(language).date('1948-04-18')).toBe(western)
    expect(formats(language).eraDate('1948-04-18')).toBe(era)
  })

  it('the first day of an era is its first year, the day before belongs to the last', () => {
    expect(formats('ja').eraDate('2019-05-01')).toBe('令和元年5月1日')
    expect(formats('ja').eraDate('2019-04-30')).toBe('平成31年4月30日')
    expect(formats('ja').eraDate('1989-01-07')).toBe('昭和64年1月7日')
    expect(formats('ja').eraDate('1989-01-08')).toBe('平成元年1月8日')
    expect(formats('ja').eraDate('1926-12-24')).toBe('大正15年12月24日')
  })

  it('every kanji of a date has its reading in easy Japanese, each day and month its own', () => {
    const easy = formats('ja-easy')
    for (let day = 1; day <= 366; day += 1) {
      const date = new Date(Date.UTC(2024, 0, day, 3))
      for (const text of [easy.date(date), easy.eraDate(date)])
        for (const { text: base, reading } of rubySegments(text))
          if (reading === undefined) expect(base).not.toMatch(/\p{Script=Han}/u)
    }
    expect(easy.date('2026-09-20')).toBe('2026年《ねん》｜9月《くがつ》｜20日《はつか》')
  })

  it('the clock is Japan’s, wherever the program runs', () => {
    for (const language of languages) expect(formats(language).time(evening)).toBe('23:30')
    expect(formats('en').dateAndTime(evening)).toBe('22 November 2026, 23:30')
    expect(formats('ja').time(new Date('2026-11-22T09:05:00+09:00'))).toBe('9:05')
  })

  it('lead times are told in months where they are months', () => {
    expect(languages.map((language) => formats(language).duration(4))).toEqual([
      '1か月',
      '1か月《げつ》',
      '1 month',
      '1个月',
      '1개월',
      '1 mes',
      '1 mês',
    ])
    expect(formats('en').duration(6)).toBe('6 weeks')
    expect(formats('ja-easy').duration(6)).toBe('6週間《しゅうかん》')
  })

  it('opening hours lose the leading zero, identifiers stand in groups of four', () => {
    expect(formats('ja').hours('09:30', '20:00')).toBe('9:30〜20:00')
    expect(formats('es').hours('09:30', '20:00')).toBe('9:30–20:00')
    expect(groupsOfFour('50123487620199340758216')).toBe('5012 3487 6201 9934 0758 216')
  })
})
