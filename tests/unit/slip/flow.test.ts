import { array, assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutRuby, type RubySegment } from '../../../locales/ruby.ts'
import { linesOf } from '../../../main/slip/flow.ts'

/** A typeface in which every character is one wide, and a reading half as wide. */
const monospaced = ({ text, reading }: RubySegment): number =>
  Math.max(text.length, (reading ?? '').length / 2)
const textsOf = (text: string, width: number): readonly string[] =>
  linesOf(text, width, monospaced).map((line) => line.map((piece) => piece.text).join(''))

describe('line breaking on paper', () => {
  it('breaks Korean and Western text between words', () => {
    expect(textsOf('신청서를 보관해 주세요', 8)).toEqual(['신청서를 보관해', '주세요'])
    expect(textsOf('Keep your form', 9)).toEqual(['Keep your', 'form'])
  })

  it('breaks Japanese between phrases where it can, inside long ones where it must', () => {
    expect(textsOf('申請を 受け付けました', 12)).toEqual(['申請を 受け付けました'])
    expect(textsOf('用紙とお荷物を お忘れなく', 12)).toEqual(['用紙とお荷物を', 'お忘れなく'])
    expect(textsOf('在留期間等満了日', 5)).toEqual(['在留期間等', '満了日'])
  })

  it('keeps closing marks off the beginning and opening marks off the end of a line', () => {
    expect(textsOf('取っておいてください。', 10)).toEqual(['取っておいてくださ', 'い。'])
    expect(textsOf('市区町村「交付通知書」', 5)).toEqual(['市区町村', '「交付通知', '書」'])
  })

  it('keeps a reading over its kanji, and gives it room', () => {
    const lines = linesOf('書《か》いて 申請書《しんせいしょ》', 5, monospaced)
    expect(lines.flat()).toContainEqual({ text: '申請書', reading: 'しんせいしょ' })
    expect(monospaced({ text: '手', reading: 'りょうて' })).toBe(2)
  })

  it('loses and adds nothing but spaces, and keeps to the width', () => {
    // The mark ｜ says where the reading begins: without it the kanji of the word before would be under it too.
    const words = array(
      constantFrom('申請', 'カード', 'を', '。', '「', '」', 'ab', '신청', '｜紙《かみ》'),
      { maxLength: 12 },
    )
    assert(
      property(array(words, { maxLength: 6 }), integer({ min: 4, max: 20 }), (phrases, width) => {
        const text = phrases.map((phrase) => phrase.join('')).join(' ')
        const lines = textsOf(text, width)
        expect(lines.join('').replaceAll(' ', '')).toBe(withoutRuby(text).replaceAll(' ', ''))
        // A line is longer only where nothing in it may be parted.
        for (const line of lines) if (line.length > width) expect(line).toMatch(/[。」「]|^[a-z신청]+$/u)
      }),
    )
  })
})
