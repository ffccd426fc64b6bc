import { Phone } from 'lucide-react'
import { type PhoneLine, phoneLinesFor, phoneLineTexts } from '../../locales/phone-lines.ts'
import { useBooth } from './booth.ts'
import { Rich, useText } from './text.tsx'

/** Who answers about the card, in the order of preference. */
const cardTopics = ['card', 'all'] as const satisfies readonly PhoneLine['topic'][]

/** The line to call about the card in the language shown, if any line speaks it. */
export function useCardLine(): PhoneLine | undefined {
  const { view } = useBooth()
  const { language } = useText()
  return phoneLinesFor(view.booth.phoneLines, language, cardTopics)[0]
}

/** Its number; the counter's where no line speaks the language. */
export function useCardNumber(): string {
  const { view } = useBooth()
  return useCardLine()?.number ?? view.booth.counter.phone
}

/** Hours stay on one line: a word joiner on either side of the dash. */
const inOnePiece = (text: string): string => text.replaceAll(/[〜–]/gu, '\u2060$&\u2060')

/** Numbers, hours and costs come from the booth's configuration (domain.md §8). */
export function PhoneLines({
  topics = cardTopics,
  atMost = 1,
}: Readonly<{ topics?: readonly PhoneLine['topic'][]; atMost?: number }>) {
  const { view } = useBooth()
  const { t, f, language } = useText()
  return (
    <dl className="phones">
      {phoneLinesFor(view.booth.phoneLines, language, topics)
        .slice(0, atMost)
        .map((line) => (
          <div key={line.number}>
            <dt>
              <Phone className="icon" aria-hidden />
              <span>
                <Rich>{t(`phone.topic.${line.topic}`)}</Rich>
              </span>
            </dt>
            <dd className="line num" data-spelled>
              {line.number}
            </dd>
            <dd className="hours num">
              {phoneLineTexts(line, t, f).map((text) => (
                <span key={text}>
                  <Rich>{inOnePiece(text)}</Rich>
                </span>
              ))}
            </dd>
          </div>
        ))}
    </dl>
  )
}
