import { FileText, Lock, ScanFace, Send, Trash2 } from 'lucide-react'
import { Frame, NextKey } from './frame.tsx'
import { Rich, useText } from './text.tsx'

const parts = [
  { name: 'taken', icon: FileText },
  { name: 'why', icon: Lock },
  { name: 'check', icon: ScanFace },
  { name: 'where', icon: Send },
  { name: 'gone', icon: Trash2 },
] as const

/** What is taken, why, where it goes, when it is gone; agree or leave. */
export function Notice() {
  const { t } = useText()
  return (
    <Frame
      name="notice"
      title={t('notice.title')}
      say={t('notice.say')}
      main={<NextKey>{t('notice.agree')}</NextKey>}
    >
      {parts.map(({ name, icon: Icon }) => (
        <section className="fact" key={name}>
          <Icon className="icon" aria-hidden />
          <div>
            <h2>
              <Rich>{t(`notice.${name}.title`)}</Rich>
            </h2>
            <p>
              <Rich>{t(`notice.${name}.say`)}</Rich>
            </p>
          </div>
        </section>
      ))}
    </Frame>
  )
}
