/** The day of receipt as an office stamps it. What it says stands beside it in words too. */
export function Stamp({ word, date, place }: Readonly<{ word: string; date: Date; place: string }>) {
  const [year, month, day] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' })
    .format(date)
    .split('-')
  return (
    <svg className="stamp" viewBox="0 0 240 240" aria-hidden fill="none" stroke="currentColor">
      <g transform="rotate(-8 120 120)">
        <circle cx="120" cy="120" r="110" strokeWidth="7" />
        <circle cx="120" cy="120" r="98" strokeWidth="2.5" />
        <path d="M27 92H213M27 148H213" strokeWidth="4" />
        <g className="print" textAnchor="middle">
          <text x="120" y="74" fontSize="30" {...squeezed(word, 30, 130)}>
            {word}
          </text>
          <text x="120" y="131" fontSize="31">
            {`${year}.${Number(month)}.${Number(day)}`}
          </text>
          <text x="120" y="184" fontSize="21" {...squeezed(place, 21, 128)}>
            {place}
          </text>
        </g>
      </g>
    </svg>
  )
}

/** Words longer than their place on the stamp are drawn closer. */
const squeezed = (word: string, size: number, room: number) => {
  const wide = Array.from(word).reduce((sum, letter) => sum + (letter > '\u2e80' ? size : size * 0.6), 0)
  return wide > room ? { textLength: room, lengthAdjust: 'spacingAndGlyphs' as const } : {}
}
