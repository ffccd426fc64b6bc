import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Rich } from './text.tsx'

/**
 * A question or help over the screen, in its lower part. The native dialog holds the focus and gives it
 * back; Escape closes. Focus begins at its words, so that they are read.
 */
export function Sheet({
  name,
  title,
  children,
  keys,
  onClose,
}: Readonly<{ name: string; title: string; children?: ReactNode; keys: ReactNode; onClose: () => void }>) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    heading.current?.focus({ preventScroll: true })
    return () => element?.close()
  }, [])
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
      <div className="words">
        <h2 className="title" id={titleId} tabIndex={-1} ref={heading}>
          <Rich>{title}</Rich>
        </h2>
        {children}
      </div>
      <div className="acts">{keys}</div>
    </dialog>
  )
}
