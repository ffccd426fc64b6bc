import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { languages } from '../../../locales/languages.ts'
import { readingOf, rubySegments, withoutRuby } from '../../../locales/ruby.ts'
import { catalogues, keys } from './catalogues.ts'

const kanji = /\p{Script=Han}/u

describe('furigana', () => {
  it('is split from what it stands over', () => {
    expect(rubySegments('写真《しゃしん》を ｜4日《よっか》に')).toEqual([
      { text: '写真', reading: 'しゃしん' },
      { text: 'を ' },
      { text: '4日', reading: 'よっか' },
      { text: 'に' },
    ])
    expect(withoutRuby('右下《みぎした》です')).toBe('右下です')
    expect(readingOf('右下《みぎした》です')).toBe('みぎしたです')
  })

  it('loses nothing, whatever the text', () => {
    const piece = constantFrom('申請', '申請《しんせい》', '｜4月《しがつ》', 'カード', ' ', '。', 'QR')
    assert(
      property(array(piece), (pieces) => {
        const text = pieces.join('')
        const again = rubySegments(text)
          .map(({ text: base, reading }) => (reading === undefined ? base : `｜${base}《${reading}》`))
          .join('')
        const bare = (written: string) => written.replaceAll('｜', '')
        expect(bare(again)).toBe(bare(text))
        expect(withoutRuby(text)).not.toMatch(/[｜《》]/u)
      }),
    )
  })

  it('is well-formed in easy Japanese: every kanji has its reading in kana', () => {
    for (const key of keys) {
      const text = catalogues['ja-easy'][key]
      for (const { text: base, reading } of rubySegments(text)) {
        // The form prints 申請書ID, so the word stands with its reading; nothing else is exempt.
        if (reading === undefined) expect(kanji.test(base), `${key}: ${base}`).toBe(false)
        else expect(reading, key).toMatch(/^[\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u)
      }
      expect(withoutRuby(text), key).not.toMatch(/[｜《》]/u)
    }
  })

  it('is in no other language', () => {
    for (const language of languages)
      if (language !== 'ja-easy')
        for (const key of keys)
          expect(catalogues[language][key], `${language} ${key}`).not.toMatch(/[｜《》]/u)
  })

  it('has short sentences in easy Japanese', () => {
    // The guidelines of やさしい日本語 ask for about 24 to 30 characters a sentence; lists of names are longer.
    const most = 48
    const long = keys.filter((key) =>
      withoutRuby(catalogues['ja-easy'][key])
        .split(/[。：]/u)
        .some((sentence) => sentence.replaceAll(' ', '').length > most),
    )
    expect(long).toEqual([])
  })
})
