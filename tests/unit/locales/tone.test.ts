import { describe, expect, it } from 'vitest'
import { languages, type Language } from '../../../locales/languages.ts'
import { en as staffEn } from '../../../locales/staff/en.ts'
import { ja as staffJa } from '../../../locales/staff/ja.ts'
import { catalogues, keys } from './catalogues.ts'

/** Words that blame, order or shout (looks: "Tone of words"). Staff texts are as plain. */
const forbidden: Readonly<Record<Language, RegExp>> = {
  ja: /エラー|不正|無効|失敗|誤り|禁止|してはいけません|しなければなりません|異常/u,
  'ja-easy': /エラー|だめです|まちがい|いけません|なりません|しっぱい/u,
  en: /\b(?:error|invalid|wrong|must|fail(?:ed|ure)?|illegal|forbidden|incorrect|mistakes?)\b/iu,
  'zh-Hans': /错误|无效|失败|禁止|必须|非法|违规/u,
  ko: /오류|에러|잘못되|실패|무효|금지|반드시|불법/u,
  es: /\b(?:error(?:es)?|inválid[oa]s?|incorrect[oa]s?|fall[oó]|fallid[oa]|debe|prohibid[oa])\b/iu,
  pt: /\b(?:erros?|inválid[oa]s?|incorret[oa]s?|falh(?:a|ou)|deve|proibid[oa])\b/iu,
}

describe.each(languages)('the texts of %s', (language) => {
  const texts = keys.map((key) => [key, catalogues[language][key]] as const)
  const found = (pattern: RegExp) => texts.filter(([, text]) => pattern.test(text)).map(([key]) => key)

  it('blame nobody and shout at nobody', () => {
    expect(found(forbidden[language])).toEqual([])
    expect(found(/[!！¡‼]/u)).toEqual([])
  })

  it('leave numbers, hours and prices to the configuration', () => {
    expect(
      found(/\d{2,4}-\d{2,4}-\d{3,4}|\d{1,2}:\d{2}|[¥￥]\s?\d|\d\s?(?:円|엔|日元)/u).filter(
        (key) => !key.endsWith('.free') && key !== 'phone.free' && key !== 'pay.application-free',
      ),
    ).toEqual([])
  })

  it('hold no empty text, no stray space, and no apostrophe that ICU would take for a quote', () => {
    expect(found(/^\s*$|^\s|\s$|\s{2}/u)).toEqual([])
    expect(found(/['"]/u)).toEqual([])
  })

  it('are short: a title fits two lines, guidance three', () => {
    const widthOf = (text: string) =>
      Array.from(text.replaceAll(/《[^》]*》|[｜{}]/gu, '')).reduce(
        (sum, character) => sum + (character > '\u2e80' ? 2 : 1),
        0,
      )
    const long = (ending: string, most: number) =>
      texts.filter(([key, text]) => key.endsWith(ending) && widthOf(text) > most).map(([key]) => key)
    expect(long('.title', 64)).toEqual([])
    expect(long('.say', 190)).toEqual([])
  })
})

describe('staff texts', () => {
  it('are as plain as the applicants’', () => {
    expect(Object.entries(staffJa).filter(([, text]) => /エラー|不正|[!！]/u.test(text))).toEqual([])
    expect(Object.entries(staffEn).filter(([, text]) => /\b(?:error|invalid)\b|!/iu.test(text))).toEqual([])
  })
})
