import './styles/frame.css'
import './styles/signs.css'
import './styles/measures.css'
import './styles/pin.css'
import './styles/operator.css'
import './styles/technician.css'
import './styles/sheets.css'
import './styles/screen-tests.css'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { View } from '../../main/service/contract.ts'
import type { Client } from '../client.ts'
import { Operator } from './operator.tsx'
import { PinPad } from './pin-pad.tsx'
import type { Refused, StaffClient } from './staff-client.ts'
import { Technician } from './technician.tsx'
import { StaffWordsContext, staffLanguageOf, wordsOf } from './words.ts'

export type StaffProps = Readonly<{ client: Client; view: View; onLeave: () => void }>

/** The staff screens over the applicant's: a modal dialog, so that nothing below can be pressed. */
export function StaffApp({ client, view, onLeave }: StaffProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [staff, setStaff] = useState<StaffClient | null>(null)
  const [timeUp, setTimeUp] = useState(false)
  const [language, setLanguage] = useState(() => staffLanguageOf(view.preferences.language))
  const words = useMemo(() => wordsOf(language), [language])

  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  const leave = useCallback(() => {
    void staff?.leave()
    onLeave()
  }, [staff, onLeave])
  /** A session that ended by itself leads back to the PIN. */
  const refused = useCallback((because: Refused) => {
    if (because !== 'no-session') return
    setStaff(null)
    setTimeUp(true)
  }, [])
  const entered = useCallback((inside: StaffClient) => {
    setTimeUp(false)
    setStaff(inside)
  }, [])

  const frame = { language, onLanguage: setLanguage, onLeave: leave, onRefused: refused }
  return (
    <dialog
      className="staff"
      ref={dialog}
      lang={language}
      data-staff={staff?.role ?? 'enter'}
      onCancel={(event) => event.preventDefault()}
    >
      <StaffWordsContext value={words}>
        {staff === null && <PinPad client={client} timeUp={timeUp} onEntered={entered} onLeave={onLeave} />}
        {staff?.role === 'operator' && <Operator staff={staff} {...frame} />}
        {staff?.role === 'technician' && <Technician client={client} staff={staff} {...frame} />}
      </StaffWordsContext>
    </dialog>
  )
}
