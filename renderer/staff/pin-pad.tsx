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

type Said = EnterRefusal | 'unreachable' | null

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
  useEffect(() => {
    const timer = setTimeout(onLeave, closesAfterMs)
    return () => clearTimeout(timer)
  }, [pin, said, onLeave])

  const add = useCallback((digit: string) => setPin((typed) => (typed + digit).slice(0, mostDigits)), [])
  const remove = useCallback(() => setPin((typed) => typed.slice(0, -1)), [])
  const enter = async () => {
    if (pin === '' || working) return
    setWorking(true)
    const answer = await enterStaff(client, pin)
    setWorking(false)
    setPin('')
    if (answer.ok) onEntered(answer.client)
    else setSaid(answer.refusal ?? 'unreachable')
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
        <p className="pin-dots num" aria-label={t('enter.typed', { count: pin.length })} role="img">
          {Array.from({ length: Math.max(6, pin.length) }, (_, index) => (
            // The places of the dots never move.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={index} data-typed={index < pin.length || undefined} />
          ))}
        </p>
        <p className="pin-said" role="alert">
          <Sentence said={said} />
        </p>
      </main>
      <footer className="staff-shelf">
        <div className="pin-digits" role="group" aria-label={t('enter.pad')}>
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
        </div>
        <div className="staff-acts">
          <Key act="leave" before={<ArrowLeft className="icon" aria-hidden />} onPress={onLeave}>
            {t('enter.leave')}
          </Key>
        </div>
      </footer>
    </div>
  )
}

/** What came of the last try; a wait is counted down. */
function Sentence({ said }: Readonly<{ said: Said }>) {
  const { t } = useStaffWords()
  const [left, setLeft] = useState(0)
  const wait = said === null || said === 'unreachable' ? 0 : said.waitSeconds
  useEffect(() => {
    setLeft(wait)
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1_000)
    return () => clearInterval(timer)
  }, [said, wait])
  if (said === null) return ''
  if (said === 'unreachable') return t('enter.unreachable')
  switch (said.refused) {
    case 'wrong-pin':
      return left > 0 ? t('enter.wrong-pin-wait', { seconds: left }) : t('enter.wrong-pin')
    case 'locked':
      return left > 0 ? t('enter.locked', { seconds: left }) : t('enter.say')
    case 'no-pin-set':
    case 'storage-failed':
      return t(`enter.${said.refused}`)
  }
}
