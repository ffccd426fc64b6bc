import { Phone } from 'lucide-react'
import type { BoothFacts } from '../../main/service/contract.ts'
import { useBooth } from './booth.ts'
import { Rich, useText } from './text.tsx'

type Line = BoothFacts['phoneLines'][number]

/** The lines that answer in a language, those about the card first, free ones before paid ones. */
export function linesFor(
  lines: readonly Line[],
  language: Line['languages'][number],
  topics: readonly Line['topic'][],
): readonly Line[] {
  const rank = (line: Line) => topics.indexOf(line.topic) * 2 + (line.cost === 'free' ? 0 : 1)
  const spoken = language === 'ja-easy' ? 'ja' : language
  return lines
    .filter((line) => line.languages.includes(spoken) || line.languages.includes(language))
    .filter((line) => topics.includes(line.topic))
    .sort((a, b) => rank(a) - rank(b))
}

/** Numbers, hours and costs come from the booth's configuration (domain.md §8). */
export function PhoneLines({
  topics,
  atMost,
}: Readonly<{ topics: readonly Line['topic'][]; atMost: number }>) {
  const { view } = useBooth()
  const { t, f, language } = useText()
  return (
    <dl className="phones">
      {linesFor(view.booth.phoneLines, language, topics)
        .slice(0, atMost)
        .map((line) => (
          <div key={line.number}>
            <dt>
              <Phone className="icon" aria-hidden />
              <Rich>{t(`phone.topic.${line.topic}`)}</Rich>
            </dt>
            <dd className="line num">{line.number}</dd>
            <dd className="hours">
              <Rich>{t(`phone.${line.cost}`)}</Rich>
              {line.closed === 'new-year' && (
                <>
                  {' · '}
                  <Rich>{t('phone.closed-new-year')}</Rich>
                </>
              )}
              {line.hours.map(({ days, from, to }) => (
                <span className="num" key={days}>
                  <Rich>{t('phone.hours', { days: t(`phone.days.${days}`), hours: f.hours(from, to) })}</Rich>
                </span>
              ))}
              {line.lossAlways && (
                <span>
                  <Rich>{t('phone.loss-always')}</Rich>
                </span>
              )}
            </dd>
          </div>
        ))}
    </dl>
  )
}
