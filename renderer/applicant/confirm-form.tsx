import { groupsOfFour } from '../../locales/formats.ts'
import formId from '../illustrations/form-id.svg'
import { isWide, type ScreenProps, useBooth } from './booth.ts'
import { Frame, NextKey } from './frame.tsx'
import { plain, Rich, useText } from './text.tsx'

/** The ID in groups to compare with the paper; and whose paper it is, for a family's forms look alike. */
export function ConfirmForm({ screen }: ScreenProps<'confirm-form'>) {
  const { view, act } = useBooth()
  const { t } = useText()
  const { notice } = screen
  if (notice === 'form-id-unknown' || notice === 'form-id-in-progress' || notice === 'already-kept') {
    return (
      <Frame
        name="confirm-form"
        subject={notice}
        title={t(`confirm-form.notice.${notice}.title`)}
        say={t(`confirm-form.notice.${notice}.say`, {
          // The groups of a number stay on one line.
          number: screen.number?.replaceAll(' ', '\u00A0') ?? '',
        })}
        main={<NextKey onPress={() => void act({ type: 'back' })}>{t('confirm-form.other')}</NextKey>}
      >
        <div className="plate picture fill">
          <img src={formId} alt="" />
        </div>
      </Frame>
    )
  }
  return (
    <Frame
      name="confirm-form"
      title={t('confirm-form.title')}
      say={t('confirm-form.say')}
      main={
        <NextKey disabled={notice === 'checking'}>
          {t(notice === 'checking' ? 'confirm-form.checking' : 'confirm-form.next')}
        </NextKey>
      }
    >
      <div className="blocks worded" data-beside={isWide(view) ? 'on' : undefined}>
        <div className="blocks">
          <dl className="id-plate plate">
            <dt>
              <Rich>{t('confirm-form.number')}</Rich>
            </dt>
            <dd className="num" data-personal>
              {groupsOfFour(screen.formId)
                .split(' ')
                .map((group, index) => (
                  // Groups of one number never move.
                  // oxlint-disable-next-line react/no-array-index-key
                  <span key={index}>{group} </span>
                ))}
            </dd>
          </dl>
          <div className="plate picture upper fill">
            <img src={formId} alt={plain(t('picture.form'))} />
          </div>
        </div>
        <div className="blocks">
          <section className="advice strong">
            <h2>
              <Rich>{t('confirm-form.name')}</Rich>
            </h2>
            <p>
              <Rich>{t('confirm-form.name-say')}</Rich>
            </p>
          </section>
          <section className="advice">
            <h2>
              <Rich>{t('confirm-form.changed')}</Rich>
            </h2>
            <p>
              <span>
                <Rich>{t('confirm-form.changed-say')}</Rich>
              </span>{' '}
              <span>
                <Rich>{t('confirm-form.changed-foreign')}</Rich>
              </span>
            </p>
          </section>
        </div>
      </div>
    </Frame>
  )
}
