import { Delete } from 'lucide-react'
import { useState } from 'react'
import { Key } from '../design/key.tsx'
import { useTypedDigits } from './number-pad.tsx'
import { plain, useText } from './text.tsx'

const choicesOf = {
  month: Array.from({ length: 12 }, (_, index) => index + 1),
  day: Array.from({ length: 31 }, (_, index) => index + 1),
} as const

/** How a number can be typed: 4 or 04. */
const spellings = (number: number) => [String(number), String(number).padStart(2, '0')]

/** Months or days, a key each. Typed digits gather until they can be nothing else, or Enter ends them. */
export function PartPad({
  name,
  chosen,
  offered,
  onChoose,
  onDelete,
}: Readonly<{
  name: keyof typeof choicesOf
  chosen: number | null
  offered: (number: number) => boolean
  onChoose: (number: number) => void
  onDelete: () => void
}>) {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const choices = choicesOf[name]
  const choose = (number: number) => {
    setTyped('')
    onChoose(number)
  }
  useTypedDigits(
    (digit) => {
      const next = typed + digit
      const possible = choices.filter(
        (number) => offered(number) && spellings(number).some((spelling) => spelling.startsWith(next)),
      )
      const [first] = possible
      if (first === undefined) return
      if (possible.length === 1) choose(first)
      else setTyped(next)
    },
    () => (typed === '' ? onDelete() : setTyped('')),
    () => {
      const whole = choices.find((number) => typed === String(number) && offered(number))
      if (whole === undefined) return false
      choose(whole)
      return true
    },
  )
  const isPressed = (number: number) => (typed === '' ? chosen === number : typed === String(number))
  return (
    <fieldset className={`pad ${name}s`} aria-label={plain(t(`date-of-birth.${name}`))}>
      {choices.map((number) => (
        <Key
          key={number}
          act={`${name}-${number}`}
          className="num"
          disabled={!offered(number)}
          pressed={isPressed(number) ? true : undefined}
          onPress={() => choose(number)}
        >
          {number}
        </Key>
      ))}
      <Key act="delete" className="word" label={plain(t('date-of-birth.delete'))} onPress={onDelete}>
        <Delete className="icon" aria-hidden />
      </Key>
    </fieldset>
  )
}
