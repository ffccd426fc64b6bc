import type { Formats } from '../../locales/formats.ts'
import type { Language } from '../../locales/languages.ts'
import { phoneLinesFor, phoneLineTexts, type PhoneLine } from '../../locales/phone-lines.ts'
import type { Translate } from '../../locales/translator.ts'
import type { RefusalReason } from '../../intake/contract.ts'

/**
 * What a slip may know. There is no place here for the whole form ID, the date of birth, the options or
 * the photo: what is not in the model cannot come onto paper.
 */
export type SlipModel = Readonly<{
  language: Language
  outcome: 'accepted' | 'pending' | 'held' | 'refused'
  /** Why it was refused, where it was. */
  reason?: RefusalReason
  at: Date
  /** The booth's name in the operator's words. */
  booth: string
  /** Receipt number, or the number under which the application is kept. */
  number: string
  /** The last four figures of the form ID. */
  formIdTail: string
  specialReason: boolean
  weeksUntilNotice: number
  phoneLines: readonly PhoneLine[]
  informationUrl: string
}>

/** A slip in one language: texts in the notation of the locales, in the order of the paper. */
export type SlipContent = Readonly<{
  title: string
  outcome: string
  number: Readonly<{ label: string; value: string }>
  facts: readonly Readonly<{ label: string; value: string }>[]
  /** What the applicant is asked to do first. */
  request?: string
  next: Readonly<{ title: string; steps: readonly string[] }>
  documents?: Readonly<{ title: string; groups: readonly Readonly<{ title: string; items: string }>[] }>
  phone?: Readonly<{ title: string; number: string; details: readonly string[] }>
  information: string
}>

const oneOf = [
  'residence-card',
  'passport',
  'licence',
  'driving-history',
  'special-permanent-resident',
  'resident-card',
  'physical-disability',
  'mental-disability',
  'rehabilitation',
  'temporary-refuge',
  'provisional-stay',
] as const
const twoOf = ['health-insurance', 'pension', 'employee', 'student', 'school', 'medical'] as const
const alsoBring = ['notification-card', 'resident-card', 'old-card'] as const

const side = (items: readonly string[]): string => items.join(' / ')

export function slipContent(model: SlipModel, language: Language, t: Translate, f: Formats): SlipContent {
  const line = phoneLinesFor(model.phoneLines, language, ['card', 'all'])[0]
  const collecting = model.outcome !== 'refused'
  return {
    title: t('slip.title'),
    outcome:
      model.outcome === 'refused' && model.reason !== undefined
        ? `${t('slip.outcome.refused')} ${t(`refused.${model.reason}.say`)}`
        : t(`slip.outcome.${model.outcome}`),
    number: { label: t('slip.number'), value: model.number },
    facts: [
      { label: t('slip.date'), value: f.dateAndTime(model.at) },
      { label: t('slip.booth'), value: model.booth },
      { label: t('slip.form-id-tail'), value: model.formIdTail },
    ],
    ...(model.specialReason && collecting && line !== undefined
      ? { request: t('slip.special-reason', { number: line.number }) }
      : {}),
    next: {
      title: t('slip.next'),
      steps: collecting
        ? [
            t('slip.notice', { duration: f.duration(model.weeksUntilNotice) }),
            t('slip.longer'),
            t('slip.collect'),
            t('done.collect.representative'),
            t('done.collect.appointment'),
            t('slip.keep-form'),
            t('slip.ask-later'),
            t('done.keep-number'),
          ]
        : [t('slip.keep-form'), t('slip.ask-later')],
    },
    ...(collecting
      ? {
          documents: {
            title: t('done.identity.title'),
            groups: [
              {
                title: t('done.identity.one.title'),
                items: side(oneOf.map((document) => t(`done.identity.one.${document}`))),
              },
              {
                title: t('done.identity.two.title'),
                items: `${t('done.identity.two.say')} ${side(twoOf.map((document) => t(`done.identity.two.${document}`)))}`,
              },
              {
                title: t('slip.also-bring'),
                items: side(alsoBring.map((thing) => t(`done.bring.${thing}`))),
              },
            ],
          },
        }
      : {}),
    ...(line === undefined
      ? {}
      : {
          phone: {
            title: t('phone.title'),
            number: line.number,
            details: [...phoneLineTexts(line, t, f), t('phone.check-number')],
          },
        }),
    information: t('slip.information'),
  }
}
