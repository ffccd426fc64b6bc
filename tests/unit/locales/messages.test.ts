import { describe, expect, it } from 'vitest'
import { faultCatalogue } from '../../../hardware/catalogue.ts'
import { languages, localeTags } from '../../../locales/languages.ts'
import { loadTranslator } from '../../../locales/load.ts'
import { en as staffEn } from '../../../locales/staff/en.ts'
import { ja as staffJa } from '../../../locales/staff/ja.ts'
import { reasonCodes } from '../../../main/photo/contract.ts'
import {
  OutOfServiceReason,
  RefusedReason,
  ScanRefusal,
  screenNames,
} from '../../../main/service/contract.ts'
import { hintCodes } from '../../../renderer/guidance/hints.ts'
import { argumentsOf, argumentsOfKey, catalogues, keys } from './catalogues.ts'
import { unusedOf } from './usage.ts'

const others = languages.filter((language) => language !== 'ja')
const namesOf = (list: readonly Readonly<{ name: string }>[]): readonly string[] =>
  [...new Set(list.map(({ name }) => name))].sort()

describe('keys', () => {
  it.each(others)('are those of Japanese (%s)', (language) => {
    expect(Object.keys(catalogues[language]).sort()).toEqual([...keys].sort())
  })

  it('are all used', () => {
    expect(unusedOf(keys)).toEqual([])
  })

  it('of staff texts are those of Japanese, and all used', () => {
    expect(Object.keys(staffEn).sort()).toEqual(Object.keys(staffJa).sort())
    expect(unusedOf(Object.keys(staffJa))).toEqual([])
  })

  it('cover everything the contracts can say', () => {
    const needed = [
      ...screenNames.map((screen) => `help.${screen}`),
      ...ScanRefusal.options.flatMap((refusal) => [
        `scan.refusal.${refusal}.title`,
        `scan.refusal.${refusal}.say`,
      ]),
      ...OutOfServiceReason.options.map((reason) => `out-of-service.reason.${reason}`),
      ...RefusedReason.options.flatMap((reason) => [`refused.${reason}.title`, `refused.${reason}.say`]),
      ...reasonCodes.map((code) => `photo.reason.${code}`),
      ...hintCodes.map((code) => `hint.${code}`),
      ...Object.keys(faultCatalogue).map((code) => `fault.${code}.applicant`),
    ]
    const known: ReadonlySet<string> = new Set(keys)
    expect(needed.filter((key) => !known.has(key))).toEqual([])
    const staff: ReadonlySet<string> = new Set(Object.keys(staffJa))
    const faults = Object.keys(faultCatalogue)
    expect(faults.filter((code) => !staff.has(`fault.${code}.operator`))).toEqual([])
    expect(faults.filter((code) => !staff.has(`fault.${code}.technician`))).toEqual([])
    // No text about a fault that no device reports any more.
    const told = keys.flatMap((key) => /^fault\.(.+)\.applicant$/.exec(key)?.[1] ?? [])
    expect(told.filter((code) => !(code in faultCatalogue))).toEqual([])
  })
})

describe('arguments', () => {
  it('are simple in Japanese, so that their types can be read from the text', () => {
    const kinds = keys.flatMap((key) => argumentsOfKey('ja', key).map(({ kind }) => kind))
    expect(new Set(kinds)).toEqual(new Set(['text', 'number']))
  })

  it.each(others)(
    'have the names of the Japanese, and count only what is a number there (%s)',
    (language) => {
      for (const key of keys) {
        const japanese = argumentsOfKey('ja', key)
        const own = argumentsOfKey(language, key)
        expect(namesOf(own), key).toEqual(namesOf(japanese))
        const numbers = namesOf(japanese.filter(({ kind }) => kind === 'number'))
        for (const { name, kind } of own) if (kind !== 'text') expect(numbers, key).toContain(name)
      }
    },
  )

  it('of staff texts are the same in both languages', () => {
    for (const key of Object.keys(staffJa) as (keyof typeof staffJa)[]) {
      const japanese = argumentsOf(staffJa[key], 'ja-JP')
      expect(namesOf(argumentsOf(staffEn[key], 'en-GB')), key).toEqual(namesOf(japanese))
      expect(
        japanese.filter(({ kind }) => kind !== 'text' && kind !== 'number'),
        key,
      ).toEqual([])
    }
  })

  it('come out in the form of the language', async () => {
    const say = async (language: (typeof languages)[number], minutes: number) =>
      (await loadTranslator(language))('welcome.minutes', { minutes })
    expect(await say('en', 1)).toBe('1 minute')
    expect(await say('en', 5)).toBe('5 minutes')
    expect(await say('pt', 5)).toBe('5 minutos')
    expect(await say('ja', 5)).toBe('約 5 分')
    expect((await loadTranslator('en'))('pay.yen', { amount: 1200 })).toBe('¥1,200')
  })

  it('that are missing are refused, not printed as a hole', async () => {
    const t = await loadTranslator('en')
    // @ts-expect-error a value is missing on purpose
    expect(() => t('welcome.minutes')).toThrow(/minutes/)
  })

  it('are parsed in every message of every language', () => {
    for (const language of languages)
      for (const key of keys)
        expect(() => argumentsOf(catalogues[language][key], localeTags[language]), key).not.toThrow()
  })
})
