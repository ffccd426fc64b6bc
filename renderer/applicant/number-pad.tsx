import { Delete } from 'lucide-react'
import { useEffect } from 'react'
import { Key } from '../design/key.tsx'
import { Rich, useText } from './text.tsx'

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const

/** Digits as on a telephone: pressed on the screen or typed on a key pad. A digit that cannot be is not offered. */
export function NumberPad({
  offered,
  onDigit,
  onDelete,
  onClear,
}: Readonly<{
  offered: (digit: string) => boolean
  onDigit: (digit: string) => void
  onDelete: () => void
  onClear: () => void
}>) {
  const { t } = useText()
  useTypedDigits((digit) => offered(digit) && onDigit(digit), onDelete)
  const key = (digit: string) => (
    <Key
      key={digit}
      act={`digit-${digit}`}
      className="digit num"
      disabled={!offered(digit)}
      onPress={() => onDigit(digit)}
    >
      {digit}
    </Key>
  )
  return (
    <div className="pad digits">
      {digits.slice(0, 9).map(key)}
      <Key act="delete" className="word" before={<Delete className="icon" aria-hidden />} onPress={onDelete}>
        <Rich>{t('date-of-birth.delete')}</Rich>
      </Key>
      {key('0')}
      <Key act="clear" className="word" onPress={onClear}>
        <Rich>{t('date-of-birth.clear')}</Rich>
      </Key>
    </div>
  )
}

/**
 * Digits and the delete key of a keyboard or a key pad, wherever the focus is.
 *
 * @param onEnd Enter, where it ends what was typed instead of pressing the key in focus: true if it did
 */
export function useTypedDigits(
  onDigit: (digit: string) => void,
  onDelete: () => void,
  onEnd: () => boolean = () => false,
): void {
  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      if (document.querySelector('dialog[open]') !== null) return
      if (/^[0-9]$/.test(event.key)) onDigit(event.key)
      else if (event.key === 'Backspace' || event.key === 'Delete') onDelete()
      else if (event.key === 'Enter' && onEnd()) event.preventDefault()
    }
    document.addEventListener('keydown', typed)
    return () => document.removeEventListener('keydown', typed)
  })
}
