import { useBooth } from './booth.ts'
import { Counter } from './counter.tsx'
import { PhoneLines } from './phone-lines.tsx'
import { CloseKey, Sheet } from './sheet.tsx'
import { Rich, useText } from './text.tsx'

/** Whoever has no form, or one that cannot be used here: where to get one. */
export function NoFormSheet({ onClose }: Readonly<{ onClose: () => void }>) {
  const { view } = useBooth()
  const { t } = useText()
  return (
    <Sheet
      name="no-form"
      title={t('scan.no-form-title')}
      onClose={onClose}
      keys={<CloseKey onPress={onClose} />}
    >
      <p className="say">
        <Rich>{t('scan.no-form-say')}</Rich>
      </p>
      <Counter counter={view.booth.counter} />
      <PhoneLines />
    </Sheet>
  )
}
