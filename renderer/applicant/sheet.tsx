import { ArrowLeft, ArrowRight } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import { Key } from '../design/key.tsx'
import { useModal } from '../design/use-modal.ts'
import { useBooth } from './booth.ts'
import { innerHeightOf, usePages } from './pages.ts'
import { Rich, useText } from './text.tsx'
import { SpokenStage } from './reading.ts'

/** The sheet leaves this much of the screen to be seen above itself, in shares of its height. */
const seenAbove = 0.06

/** A question or help over the screen, in its lower part; Escape closes. */
export function Sheet({
  name,
  title,
  children,
  keys,
  onClose,
}: Readonly<{ name: string; title: string; children?: ReactNode; keys: ReactNode; onClose: () => void }>) {
  const { view } = useBooth()
  const { t, language } = useText()
  const { dialog, heading } = useModal()
  const words = useRef<HTMLDivElement>(null)
  const acts = useRef<HTMLDivElement>(null)
  const tallestActs = useRef(0)
  const titleId = useId()
  const roomsOf = (box: HTMLElement) => {
    const panel = document.querySelector('.panel')?.clientHeight ?? innerHeight
    const paddings = box.clientHeight - innerHeightOf(box)
    // The keys change from page to page: room is reckoned with the most of them.
    tallestActs.current = Math.max(tallestActs.current, acts.current?.offsetHeight ?? 0)
    const room = panel * (1 - seenAbove) - paddings - tallestActs.current
    return { last: room, others: room }
  }
  const pages = usePages(words, `${name} ${language} ${view.preferences.textSize}`, [children], roomsOf)

  return (
    <dialog
      className="sheet"
      ref={dialog}
      aria-labelledby={titleId}
      data-sheet={name}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className="stage words" ref={words}>
        <div className="ask">
          <h2 className="title" id={titleId} tabIndex={-1} ref={heading}>
            <Rich>{title}</Rich>
          </h2>
        </div>
        {children}
      </div>
      <div className="acts" ref={acts}>
        {pages.keysOf > 0 && (
          <Key
            act="page-back"
            before={<ArrowLeft className="icon" aria-hidden />}
            onPress={() => pages.turn(pages.page - 1)}
          >
            <Rich>{t('key.page-back')}</Rich>
          </Key>
        )}
        {pages.keysOf < pages.count - 1 && (
          <Key
            act="more"
            after={<ArrowRight className="icon" aria-hidden />}
            onPress={() => pages.turn(pages.page + 1)}
          >
            <Rich>{t('key.page-next')}</Rich>
          </Key>
        )}
        {keys}
      </div>
      <SpokenStage key={pages.page} stage={words} />
    </dialog>
  )
}

/** The one key of a sheet that only tells something. */
export function CloseKey({ onPress }: Readonly<{ onPress: () => void }>) {
  const { t } = useText()
  return (
    <Key act="close" kind="main" onPress={onPress}>
      <Rich>{t('key.close')}</Rich>
    </Key>
  )
}
