import {
  ageWords,
  findingSentences,
  limitWords,
  measureName,
  measureValue,
} from '../../locales/staff/report-words.ts'
import type { StaffTranslate } from '../../locales/staff/index.ts'
import {
  withinLimits,
  type Finding,
  type Report,
  type ReportSection,
} from '../../main/diagnostics/contract.ts'
import type { StaffSessionView } from '../../main/staff/contract.ts'
import { SignIcon, SignWord } from './signs.tsx'
import { clockTime, useStaffWords } from './words.ts'

export const reportTime = (t: StaffTranslate, { madeAt, milliseconds }: Report): string =>
  milliseconds === 0
    ? t('report.as-known', { time: clockTime(madeAt) })
    : t('report.made', { time: clockTime(madeAt), seconds: (milliseconds / 1000).toFixed(1) })

/** Device, fault and action, the gravest first. */
export function FindingList({
  findings,
  reader,
}: Readonly<{ findings: readonly Finding[]; reader: StaffSessionView['role'] }>) {
  const { t } = useStaffWords()
  return (
    <ul className="findings">
      {findings.map(({ section, subject, code, severity, action, detail }) => (
        <li key={`${subject} ${code}`} data-sign={severity}>
          <SignIcon sign={severity} />
          <div>
            <h3>
              {t(`section.${section}`)} <span className="action">{t(`action.${action}`)}</span>
            </h3>
            {findingSentences(t, code, reader).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            {reader === 'technician' && (
              <p className="code">
                {[subject, code, detail].filter((part) => part !== undefined).join(' · ')}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** Tests with their age, and every measure beside its limit. */
export function SectionTable({
  section,
  heading = false,
}: Readonly<{ section: ReportSection; heading?: boolean }>) {
  const { t } = useStaffWords()
  const { name, verdict, device, live, tests, measures } = section
  return (
    <section className="table" data-section={name}>
      {heading && (
        <h3>
          {t(`section.${name}`)} {name !== 'identity' && <SignWord sign={verdict} />}
        </h3>
      )}
      {device !== null && (
        <p className="device">
          {device.model}, {device.driver}
          {live !== null && `, ${t(`state.${live.state}`)}`}
        </p>
      )}
      <dl className="measures">
        {tests.map(({ test, outcome, ageSeconds }) => (
          <div key={test} data-test={test} data-outcome={outcome}>
            <dt>{t(`test.${test}`)}</dt>
            <dd>{t(`test.${outcome}`)}</dd>
            <dd className="limit">
              {ageSeconds !== null && t('report.last-test', { age: ageWords(t, ageSeconds) })}
            </dd>
          </div>
        ))}
        {measures.map((measure) => (
          <div key={measure.name} data-within={withinLimits(measure)}>
            <dt>{measureName(t, measure.name)}</dt>
            <dd className="num">{measureValue(t, measure)}</dd>
            <dd className="limit num">{limitWords(t, measure)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
