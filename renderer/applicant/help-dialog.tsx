import { isPortrait, isWide, useBooth } from './booth.ts'
import { Counter } from './counter.tsx'
import { PhoneLines } from './phone-lines.tsx'
import { CloseKey, Sheet } from './sheet.tsx'
import { Rich, useText } from './text.tsx'

/** Help for the screen one is at, and who answers the phone in one's language. */
export function HelpDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const { view } = useBooth()
  const { t } = useText()
  return (
    <Sheet name="help" title={t('help.title')} onClose={onClose} keys={<CloseKey onPress={onClose} />}>
      <p className="say">
        <span>
          <Rich>{t(`help.${view.screen.name}`)}</Rich>
        </span>{' '}
        <span>
          <Rich>{t('help.say')}</Rich>
        </span>
      </p>
      <div className={isWide(view) ? 'columns' : 'blocks'}>
        <section className="advice">
          <h3>
            <Rich>{t('help.phone-title')}</Rich>
          </h3>
          <PhoneLines topics={['card', 'all', 'system']} atMost={isPortrait(view) ? 2 : 1} />
          <p className="note">
            <Rich>{t('phone.check-number')}</Rich>
          </p>
        </section>
        <section className="advice">
          <h3>
            <Rich>{t('help.counter-title')}</Rich>
          </h3>
          <Counter counter={view.booth.counter} />
        </section>
      </div>
    </Sheet>
  )
}
