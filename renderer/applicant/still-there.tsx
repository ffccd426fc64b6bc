import { Key } from '../design/key.tsx'
import { useBooth } from './booth.ts'
import { Sheet } from './sheet.tsx'
import { Rich, useText } from './text.tsx'

/** No step expires without asking; more time on request, and no countdown. */
export function StillThere({ until }: Readonly<{ until: string }>) {
  const { act } = useBooth()
  const { t } = useText()
  const more = () => void act({ type: 'more-time' })
  return (
    <Sheet
      key={until}
      name="still-there"
      title={t('still-there.title')}
      onClose={more}
      keys={
        <>
          <Key act="still-there-end" onPress={() => void act({ type: 'cancel' })}>
            <Rich>{t('still-there.end')}</Rich>
          </Key>
          <Key act="more-time" kind="main" onPress={more}>
            <Rich>{t('still-there.more-time')}</Rich>
          </Key>
        </>
      }
    >
      <p className="say">
        <Rich>{t('still-there.say')}</Rich>
      </p>
      <p className="say">
        <Rich>{t('still-there.otherwise')}</Rich>
      </p>
    </Sheet>
  )
}
