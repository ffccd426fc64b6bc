import { Key } from '../design/key.tsx'
import { useBooth } from './booth.ts'
import { Sheet } from './sheet.tsx'
import { Rich, useText } from './text.tsx'

/** Cancel asks once, and says that nothing is kept. */
export function CancelDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const { view, act } = useBooth()
  const { t } = useText()
  return (
    <Sheet
      name="cancel"
      title={t('cancel.title')}
      onClose={onClose}
      keys={
        <>
          <Key
            act="cancel-yes"
            onPress={() => {
              onClose()
              void act({ type: 'cancel' })
            }}
          >
            <Rich>{t('cancel.yes')}</Rich>
          </Key>
          <Key act="cancel-no" kind="main" onPress={onClose}>
            <Rich>{t('cancel.no')}</Rich>
          </Key>
        </>
      }
    >
      <p className="say">
        <Rich>{t('cancel.say')}</Rich>
      </p>
      {view.inserted > 0 && (
        <p className="say">
          <Rich>{t('cancel.money')}</Rich>
        </p>
      )}
    </Sheet>
  )
}
