/**
 * Furigana in texts, in the notation of 青空文庫: a reading in 《》 belongs to the kanji right before it,
 * or to everything from ｜ on: `申請《しんせい》`, `｜4月《しがつ》`.
 */
export type RubySegment = Readonly<{ text: string; reading?: string }>

const annotated = /｜([^｜《》]+)《([^《》]+)》|([\p{Script=Han}々〆ヶ]+)《([^《》]+)》/gu

/** Splits a text into pieces with and without a reading, in order. */
export function rubySegments(text: string): readonly RubySegment[] {
  const segments: RubySegment[] = []
  let end = 0
  for (const match of text.matchAll(annotated)) {
    if (match.index > end) segments.push({ text: text.slice(end, match.index) })
    const [whole, marked, markedReading, kanji, kanjiReading] = match
    segments.push({ text: marked ?? kanji ?? '', reading: markedReading ?? kanjiReading ?? '' })
    end = match.index + whole.length
  }
  if (end < text.length) segments.push({ text: text.slice(end) })
  return segments
}

/** The text without its readings: for labels, PDF and wherever ruby cannot stand. */
export const withoutRuby = (text: string): string =>
  rubySegments(text)
    .map((segment) => segment.text)
    .join('')

/** The text as it is read aloud: readings in place of what they stand over. */
export const readingOf = (text: string): string =>
  rubySegments(text)
    .map((segment) => segment.reading ?? segment.text)
    .join('')
