import { Key } from '../design/key.tsx'
import { Sheet } from './sheet.tsx'
import { Rich, useText } from './text.tsx'

const one = [
  'licence',
  'passport',
  'residence-card',
  'special-permanent-resident',
  'resident-card',
  'driving-history',
  'physical-disability',
  'mental-disability',
  'rehabilitation',
  'temporary-refuge',
  'provisional-stay',
] as const
const two = ['health-insurance', 'pension', 'employee', 'student', 'school', 'medical'] as const

/** Identity documents in their two groups (individual-number-card.txt, "How to receive"). */
export function IdentitySheet({ onClose }: Readonly<{ onClose: () => void }>) {
  const { t } = useText()
  return (
    <Sheet
      name="identity"
      title={t('done.identity.title')}
      onClose={onClose}
      keys={
        <Key act="close" kind="main" onPress={onClose}>
          <Rich>{t('key.close')}</Rich>
        </Key>
      }
    >
      <section>
        <h3>
          <Rich>{t('done.identity.one.title')}</Rich>
        </h3>
        <ul className="things two">
          {one.map((document) => (
            <li key={document}>
              <Rich>{t(`done.identity.one.${document}`)}</Rich>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>
          <Rich>{t('done.identity.two.title')}</Rich>
        </h3>
        <p className="note">
          <Rich>{t('done.identity.two.say')}</Rich>
        </p>
        <ul className="things two">
          {two.map((document) => (
            <li key={document}>
              <Rich>{t(`done.identity.two.${document}`)}</Rich>
            </li>
          ))}
        </ul>
      </section>
    </Sheet>
  )
}
