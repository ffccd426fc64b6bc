import { ArrowLeft, Delete, LogIn } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { EnterRefusal } from '../../main/staff/contract.ts'
import type { Client } from '../client.ts'
import { Key } from '../design/key.tsx'
import { enterStaff, type StaffClient } from './staff-client.ts'
import { useStaffWords } from './words.ts'

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const
const mostDigits = 12
/** Somebody who found the corner by chance and went away. */
const closesAfterMs = 30_000

/** `until`: on performance.now()'s clock, when the next PIN is looked at. */
type Said = Readonly<{ refused: EnterRefusal['refused']; until: number }> | 'unreachable' | null

const saidOf = (refusal: EnterRefusal | null): Said =>
  refusal === null
    ? 'unreachable'
    : { refused: refusal.refused, until: performance.now() + refusal.waitSeconds * 1000 }

/** The PIN, as dots; nothing of it is said or kept. */
export function PinPad({
  client,
  timeUp,
  onEntered,
  onLeave,
}: Readonly<{
  client: Client
  timeUp: boolean
  onEntered: (staff: StaffClient) => void
  onLeave: () => void
}>) {
  const { t } = useStaffWords()
  const [pin, setPin] = useState('')
  const [said, setSaid] = useState<Said>(null)
  const [working, setWorking] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => heading.current?.focus(), [])
  const pressed = useLeaving(onLeave)

  const add = useCallback(
    (digit: string) => {
      pressed()
      // What is typed while the last PIN is looked at belongs to no PIN.
      if (!working) setPin((typed) => (typed + digit).slice(0, mostDigits))
    },
    [pressed, working],
  )
  const remove = useCallback(() => {
    pressed()
    setPin((typed) => typed.slice(0, -1))
  }, [pressed])
  const enter = async () => {
    if (pin === '' || working) return
    setWorking(true)
    const answer = await enterStaff(client, pin)
    setWorking(false)
    setPin('')
    if (answer.ok) onEntered(answer.client)
    else setSaid(saidOf(answer.refusal))
    pressed()
  }
  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      if (/^[0-9]$/.test(event.key)) add(event.key)
      else if (event.key === 'Backspace') remove()
    }
    document.addEventListener('keydown', typed)
    return () => document.removeEventListener('keydown', typed)
  }, [add, remove])

  return (
    <div className="staff-frame enter">
      <main className="staff-stage">
        <h1 className="title" tabIndex={-1} ref={heading}>
          {t('enter.title')}
        </h1>
        <p className="say">{timeUp && said === null ? t('staff.refused.no-session') : t('enter.say')}</p>
        <p className="unseen">{t('enter.typed', { count: pin.length })}</p>
        <div className="pin-dots" aria-hidden>
          {Array.from({ length: Math.max(6, pin.length) }, (_, index) => (
            // The places of the dots never move.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={index} data-typed={index < pin.length || undefined} />
          ))}
        </div>
        <p className="pin-said" role="alert">
          <Sentence said={said} />
        </p>
      </main>
      <footer className="staff-shelf">
        <fieldset className="pin-digits" aria-label={t('enter.pad')}>
          {digits.slice(0, 9).map((digit) => (
            <Key key={digit} act={`digit-${digit}`} className="num" onPress={() => add(digit)}>
              {digit}
            </Key>
          ))}
          <Key
            act="delete"
            className="small"
            before={<Delete className="icon" aria-hidden />}
            onPress={remove}
          >
            {t('enter.delete')}
          </Key>
          <Key act="digit-0" className="num" onPress={() => add('0')}>
            0
          </Key>
          <Key
            act="enter"
            kind="main"
            working={working}
            disabled={pin === ''}
            before={<LogIn className="icon" aria-hidden />}
            onPress={() => void enter()}
          >
            {t('enter.go')}
          </Key>
        </fieldset>
        <div className="staff-acts">
          <Key act="leave" before={<ArrowLeft className="icon" aria-hidden />} onPress={onLeave}>
            {t('enter.leave')}
          </Key>
        </div>
      </footer>
    </div>
  )
}

/** Leaves after `closesAfterMs` without a press; the returned function is called at each. */
function useLeaving(onLeave: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pressed = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(onLeave, closesAfterMs)
  }, [onLeave])
  useEffect(() => {
    pressed()
    return () => clearTimeout(timer.current)
  }, [pressed])
  return pressed
}

/** What came of the last try; a wait is counted down. */
function Sentence({ said }: Readonly<{ said: Said }>) {
  const { t } = useStaffWords()
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500)
    return () => clearInterval(timer)
  }, [])
  if (said === null) return ''
  if (said === 'unreachable') return t('enter.unreachable')
  const seconds = Math.max(0, Math.ceil((said.until - now) / 1000))
  switch (said.refused) {
    case 'wrong-pin':
      return seconds > 0 ? t('enter.wrong-pin-wait', { seconds }) : t('enter.wrong-pin')
    case 'locked':
      return seconds > 0 ? t('enter.locked', { seconds }) : t('enter.say')
    case 'no-pin-set':
    case 'storage-failed':
      return t(`enter.${said.refused}`)
  }
}
