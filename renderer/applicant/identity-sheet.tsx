import { CloseKey, Sheet } from './sheet.tsx'
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

/** The first are what most people have. */
const oneUsual = 6

function Documents({ names }: Readonly<{ names: readonly (typeof one)[number][] }>) {
  const { t } = useText()
  return (
    <ul className="things two">
      {names.map((name) => (
        <li key={name}>
          <Rich>{t(`done.identity.one.${name}`)}</Rich>
        </li>
      ))}
    </ul>
  )
}

/** Identity documents in their two groups (individual-number-card.txt, "How to receive"). */
export function IdentitySheet({ onClose }: Readonly<{ onClose: () => void }>) {
  const { t } = useText()
  return (
    <Sheet
      name="identity"
      title={t('done.identity.title')}
      onClose={onClose}
      keys={<CloseKey onPress={onClose} />}
    >
      {/* In two blocks, so that larger words can go on on another page. */}
      <section>
        <h3>
          <Rich>{t('done.identity.one.title')}</Rich>
        </h3>
        <Documents names={one.slice(0, oneUsual)} />
      </section>
      <Documents names={one.slice(oneUsual)} />
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
      {(['representative', 'appointment'] as const).map((advice) => (
        <p className="advice" key={advice}>
          <Rich>{t(`done.collect.${advice}`)}</Rich>
        </p>
      ))}
      <p className="advice">
        <Rich>{t('done.keep-number')}</Rich>
      </p>
    </Sheet>
  )
}
