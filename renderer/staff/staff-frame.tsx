import { Languages, LogOut, UserCog, Wrench } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { StaffLanguage } from '../../locales/staff/index.ts'
import type { Overview } from '../../main/staff/contract.ts'
import { Key } from '../design/key.tsx'
import type { Refused } from './staff-client.ts'
import { clockTime, countdown, useStaffWords } from './words.ts'

export type StaffFrameProps = Readonly<{
  language: StaffLanguage
  onLanguage: (language: StaffLanguage) => void
  onLeave: () => void
  onRefused: (because: Refused) => void
}>

/** Whose screen, which booth, how long: then what is to be read, then what is to be pressed. */
export function StaffFrame({
  overview,
  children,
  keys,
  frame,
}: Readonly<{ overview: Overview; children: ReactNode; keys: ReactNode; frame: StaffFrameProps }>) {
  const { t, language } = useStaffWords()
  const { session, booth } = overview
  return (
    <div className="staff-frame">
      <header className="staff-head">
        {session.role === 'technician' ? (
          <Wrench className="icon" aria-hidden />
        ) : (
          <UserCog className="icon" aria-hidden />
        )}
        <div>
          <h1>{t(`staff.${session.role}`)}</h1>
          <p>{t('staff.booth', { name: booth.name, version: booth.version })}</p>
        </div>
        <Clock endsAt={session.endsAt} />
        <Key
          act="staff-language"
          className="small head-key"
          lang={language === 'ja' ? 'en' : 'ja'}
          before={<Languages className="icon" aria-hidden />}
          onPress={() => frame.onLanguage(language === 'ja' ? 'en' : 'ja')}
        >
          {language === 'ja' ? 'English' : '日本語'}
        </Key>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolled region can be reached by keyboard */}
      <main className="staff-stage" tabIndex={0}>
        {children}
      </main>
      <footer className="staff-shelf">
        <div className="staff-acts">
          <Key act="leave" before={<LogOut className="icon" aria-hidden />} onPress={frame.onLeave}>
            {t('staff.leave')}
          </Key>
          {keys}
        </div>
      </footer>
    </div>
  )
}

function Clock({ endsAt }: Readonly<{ endsAt: string }>) {
  const { t } = useStaffWords()
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <p className="ends num">
      {clockTime(now)}
      <br />
      {t('staff.ends', { time: countdown(Date.parse(endsAt) - now.getTime()) })}
    </p>
  )
}
