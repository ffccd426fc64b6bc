import { X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Key } from '../design/key.tsx'
import { useModal } from '../design/use-modal.ts'
import { useStaffWords } from './words.ts'

/** A detail or a question over the staff screen; Escape closes it. */
export function StaffSheet({
  name,
  title,
  children,
  keys,
  onClose,
}: Readonly<{ name: string; title: string; children?: ReactNode; keys?: ReactNode; onClose: () => void }>) {
  const { t } = useStaffWords()
  const { dialog, heading } = useModal()
  const id = useId()
  return (
    <dialog
      className="staff-sheet"
      ref={dialog}
      aria-labelledby={id}
      data-sheet={name}
      onCancel={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <h2 className="title" id={id} tabIndex={-1} ref={heading}>
        {title}
      </h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region can be reached by keyboard */}
      <section className="content" tabIndex={0} aria-labelledby={id}>
        {children}
      </section>
      <div className="staff-acts">
        <Key act="close" before={<X className="icon" aria-hidden />} onPress={onClose}>
          {t('staff.close')}
        </Key>
        {keys}
      </div>
    </dialog>
  )
}

export function Question({
  name,
  title,
  yes,
  onYes,
  onClose,
}: Readonly<{ name: string; title: string; yes: string; onYes: () => void; onClose: () => void }>) {
  return (
    <StaffSheet
      name={name}
      title={title}
      onClose={onClose}
      keys={
        <Key act="yes" kind="main" onPress={onYes}>
          {yes}
        </Key>
      }
    />
  )
}
