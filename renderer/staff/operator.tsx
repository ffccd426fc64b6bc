import { ClipboardCheck, Pause, Play, RotateCcw } from 'lucide-react'
import { useCallback, useState } from 'react'
import { ageWords, findingSentence, reasonWords } from '../../locales/staff/report-words.ts'
import type { StaffTranslate } from '../../locales/staff/index.ts'
import type { DeviceLine, Overview, TodayCounts } from '../../main/staff/contract.ts'
import { Key } from '../design/key.tsx'
import { usePolled } from './polling.ts'
import { ReportSheet } from './report-sheet.tsx'
import { Banner, SignIcon, signOfLight } from './signs.tsx'
import { Question } from './staff-sheet.tsx'
import type { Refused, StaffClient } from './staff-client.ts'
import { StaffFrame, type StaffFrameProps } from './staff-frame.tsx'
import { clockTime, refusalWords, useStaffWords } from './words.ts'

const everyMs = 2_000
const counted = [
  'begun',
  'confirmed',
  'accepted',
  'refused',
  'cancelled',
  'faults',
] as const satisfies (keyof TodayCounts)[]

/** One light, each device in a plain sentence, what waits, what happened, and the few keys an operator needs. */
export function Operator({ staff, ...frame }: Readonly<{ staff: StaffClient }> & StaffFrameProps) {
  const { t } = useStaffWords()
  const { value: overview, again } = usePolled(staff.overview, everyMs, frame.onRefused)
  const [open, setOpen] = useState<'report' | 'restart' | null>(null)
  const [said, setSaid] = useState<Refused | 'restarting' | null>(null)
  const close = useCallback(() => setOpen(null), [])
  if (overview === null) return null

  const pause = async () => {
    const answer = await staff.pause(!overview.paused)
    setSaid(answer.ok ? null : answer.refused)
    again()
  }
  const restart = async () => {
    setOpen(null)
    const answer = await staff.restart()
    setSaid(answer.ok ? 'restarting' : answer.refused)
  }
  return (
    <StaffFrame
      overview={overview}
      frame={frame}
      keys={
        <>
          <Key
            act="restart"
            before={<RotateCcw className="icon" aria-hidden />}
            onPress={() => setOpen('restart')}
          >
            {t('operator.restart')}
          </Key>
          <Key
            act="report"
            before={<ClipboardCheck className="icon" aria-hidden />}
            onPress={() => setOpen('report')}
          >
            {t('operator.report')}
          </Key>
          <Key
            act={overview.paused ? 'resume' : 'pause'}
            kind="main"
            before={
              overview.paused ? <Play className="icon" aria-hidden /> : <Pause className="icon" aria-hidden />
            }
            onPress={() => void pause()}
          >
            {t(overview.paused ? 'operator.resume' : 'operator.pause')}
          </Key>
        </>
      }
    >
      <Banner sign={signOfLight(overview.light)} title={lightWords(t, overview)}>
        {said === null ? adviceOf(t, overview) : saidWords(t, said)}
      </Banner>
      <section className="block devices" aria-labelledby="operator-devices">
        <h2 id="operator-devices">{t('operator.devices')}</h2>
        <ul className="lines">
          {overview.devices.map((device) => (
            <DeviceRow key={device.id} device={device} />
          ))}
        </ul>
      </section>
      <section className="block" aria-labelledby="operator-queue">
        <h2 id="operator-queue">{t('operator.queue')}</h2>
        <p>{queueWords(t, overview.queue)}</p>
      </section>
      <section className="block" aria-labelledby="operator-today">
        <h2 id="operator-today">{t('operator.today')}</h2>
        <dl className="counts">
          {counted.map((name) => (
            <div key={name}>
              <dt>{t(`operator.today.${name}`)}</dt>
              <dd className="num">{overview.today[name]}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="block" aria-labelledby="operator-outcomes">
        <h2 id="operator-outcomes">{t('operator.outcomes')}</h2>
        {overview.outcomes.length === 0 && <p>{t('operator.no-outcomes')}</p>}
        <ol className="outcomes">
          {overview.outcomes.map(({ at, outcome, number, reason }) => (
            <li key={`${at} ${number ?? outcome}`}>
              <span className="num">{clockTime(at)}</span>
              <b>{t(`outcome.${outcome}`)}</b>
              <span className="num">{number}</span>
              {reason !== undefined && <span className="why">{reasonWords(t, reason)}</span>}
            </li>
          ))}
        </ol>
      </section>
      {open === 'restart' && (
        <Question
          name="restart"
          title={t('operator.restart-sure')}
          yes={t('operator.restart-yes')}
          onYes={() => void restart()}
          onClose={close}
        />
      )}
      {open === 'report' && <ReportSheet staff={staff} onClose={close} onRefused={frame.onRefused} />}
    </StaffFrame>
  )
}

function DeviceRow({ device }: Readonly<{ device: DeviceLine }>) {
  const { t } = useStaffWords()
  const sign = signOfLight(device.light)
  return (
    <li data-device={device.id} data-sign={sign}>
      <SignIcon sign={sign} />
      <b>{t(`section.${device.kind}`)}</b>
      <span>
        {device.fault === undefined
          ? t(`state.${device.live.state}`)
          : findingSentence(t, device.fault, 'operator')}
      </span>
    </li>
  )
}

const worries = ({ devices, findings, queue }: Overview): number =>
  new Set([
    ...devices.filter(({ light }) => light !== 'green').map(({ id }) => id),
    ...findings.map(({ subject }) => subject),
    ...(queue.held + queue.quarantined > 0 || queue.intake === 'unreachable' || queue.intake === 'refusing'
      ? ['intake']
      : []),
  ]).size

const lightWords = (t: StaffTranslate, overview: Overview): string =>
  overview.light === 'yellow' ? t('light.yellow', { count: worries(overview) }) : t(`light.${overview.light}`)

/** What to do first. Devices speak for themselves below; this is what they do not say. */
const adviceOf = (t: StaffTranslate, { paused, findings, light }: Overview): string | undefined => {
  if (paused) return t('light.paused')
  const [first] = findings
  if (first !== undefined) return findingSentence(t, first.code, 'operator')
  return light === 'green' ? t('light.all-well') : undefined
}

const saidWords = (t: StaffTranslate, said: Refused | 'restarting'): string =>
  said === 'restarting' ? t('operator.restarting') : refusalWords(t, said)

const queueWords = (
  t: StaffTranslate,
  { queued, held, quarantined, oldestSeconds, intake }: Overview['queue'],
): string =>
  [
    queued + held + quarantined === 0
      ? t('operator.queue-empty')
      : t('operator.queue-waiting', { count: queued, age: ageWords(t, oldestSeconds ?? 0) }),
    held > 0 ? t('operator.queue-held', { count: held }) : undefined,
    quarantined > 0 ? t('operator.queue-quarantined', { count: quarantined }) : undefined,
    t(`operator.intake.${intake}`),
  ]
    .filter((sentence) => sentence !== undefined)
    .join(' ')
