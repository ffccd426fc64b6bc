import { ArrowLeft, ArrowRight, Mail, MailCheck, MailOpen, Send, Wrench } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import type { ScreenName, View } from '../../main/service/contract.ts'
import { Key } from '../design/key.tsx'
import { Bar } from './bar.tsx'
import { isLow, useBooth } from './booth.ts'
import { faultSentences } from './fault-sentences.ts'
import type { Filling } from './pack-pages.ts'
import { innerHeightOf, usePages } from './pages.ts'
import { Steps } from './steps.tsx'
import { Rich, useText } from './text.tsx'
import { useSpokenText, SpokenStage } from './reading.ts'

export type FrameProps = Readonly<{
  name: ScreenName
  /** Changes when the same screen asks something else, so that it is shown from its first page. */
  subject?: string
  title: string
  /** Where the question stands in another language than the rest. */
  titleLang?: string
  say?: string
  /** Stands beside the question: a stamp. */
  seal?: ReactNode
  /** Blocks of the stage, one after the other; what does not fit goes to the next page. */
  children?: ReactNode
  /** Keys that stand in the stage, or in low reach on the shelf. */
  controls?: ReactNode
  /** The one main key, or the plain key of a screen whose act is the answer. */
  main?: ReactNode
  /** Further keys, between back and main. */
  others?: ReactNode
  /** In place of "nothing has been sent yet". */
  custody?: string | null
  filling?: Filling
  /** The keys stand on the shelf in every layout. */
  controlsOnShelf?: boolean
  /** In place of the way back, where another word says it better. */
  back?: ReactNode
  head?: ReactNode
}>

function CustodyIcon({ custody }: Readonly<{ custody: View['custody'] }>) {
  switch (custody) {
    case 'nothing-sent':
      return <MailOpen className="icon" aria-hidden />
    case 'sending':
      return <Send className="icon" aria-hidden />
    case 'kept':
      return <Mail className="icon" aria-hidden />
    case 'sent':
      return <MailCheck className="icon" aria-hidden />
  }
}

/** A new screen is read from its question on; a change of language or size moves nothing. */
const readFromHere = (question: HTMLElement | null) => question?.focus({ preventScroll: true })

/** Steps, question, shelf and bar: the same places on every screen. */
export function Frame(props: FrameProps) {
  const { name, title, say, children, controls, main, others, custody, head } = props
  const { view, act } = useBooth()
  const { t, language } = useText()
  const stage = useRef<HTMLElement>(null)
  const shelf = useRef<HTMLElement>(null)
  const { reach, textSize } = view.preferences
  const what = `${name} ${props.subject ?? ''}`
  const subject = `${what} ${language} ${textSize} ${reach}`
  const shelves = useRef({ subject, last: 0, others: 0 })
  const roomsOf = (box: HTMLElement) => {
    const inner = innerHeightOf(box)
    const { offsetHeight: height, offsetLeft } = shelf.current ?? { offsetHeight: 0, offsetLeft: 0 }
    // A shelf beside the stage takes none of its height.
    if (offsetLeft > 0) return { last: inner, others: inner }
    // The keys change from page to page: room is reckoned with the most there have been on each kind.
    if (shelves.current.subject !== subject) shelves.current = { subject, last: 0, others: 0 }
    const known = shelves.current
    const kind = shelf.current?.querySelector('[data-act="more"]') === null ? 'last' : 'others'
    known[kind] = Math.max(known[kind], height)
    const room = (of: number) => inner + height - (of === 0 ? height : of)
    return { last: room(known.last), others: room(known.others) }
  }
  const onShelf = props.controlsOnShelf === true || isLow(view)

  // The live screen says its own troubles, in their turn with its hints.
  const trouble =
    view.trouble === null || name === 'position'
      ? null
      : t(faultSentences[view.trouble.fault] ?? 'out-of-service.reason.device-fault')
  useSpokenText(trouble)

  const pages = usePages(stage, subject, [props, trouble], roomsOf, props.filling)
  const last = pages.keysOf === pages.count - 1

  const bare =
    custody === null &&
    controls === undefined &&
    main === undefined &&
    others === undefined &&
    last &&
    !view.back

  return (
    <div className={`frame ${name}`} data-screen={name} data-subject={props.subject}>
      <header className="head">{head ?? <Steps screen={name} />}</header>
      <main className="stage" ref={stage}>
        <div className="ask">
          <h1 className="title" tabIndex={-1} key={what} ref={readFromHere} lang={props.titleLang}>
            <Rich>{title}</Rich>
          </h1>
          {say !== undefined && (
            <p className="say">
              <Rich>{say}</Rich>
            </p>
          )}
          {props.seal}
        </div>
        {trouble !== null && (
          <p className="trouble" aria-live="polite">
            <Wrench className="icon" aria-hidden />
            <span>
              <Rich>{trouble}</Rich>
            </span>
          </p>
        )}
        {children}
        {controls !== undefined && !onShelf && <div className="controls last">{controls}</div>}
      </main>
      <footer className="shelf" ref={shelf} data-bare={bare || undefined}>
        {custody !== null && (
          <p className="custody" data-custody={view.custody}>
            <CustodyIcon custody={view.custody} />
            <span>
              <Rich>{custody ?? t(`custody.${view.custody}`)}</Rich>
            </span>
          </p>
        )}
        {controls !== undefined && onShelf && <div className="controls">{controls}</div>}
        <div className="acts">
          {pages.keysOf === 0 && props.back !== undefined
            ? props.back
            : (view.back || pages.keysOf > 0) && (
                <Key
                  act="back"
                  className="back"
                  before={<ArrowLeft className="icon" aria-hidden />}
                  onPress={() => (pages.page > 0 ? pages.turn(pages.page - 1) : void act({ type: 'back' }))}
                >
                  <Rich>{t('key.back')}</Rich>
                </Key>
              )}
          {last ? (
            <>
              {others}
              {main}
            </>
          ) : (
            <Key
              act="more"
              kind={main === undefined ? 'plain' : 'main'}
              after={<ArrowRight className="icon" aria-hidden />}
              onPress={() => pages.turn(pages.page + 1)}
            >
              <Rich>{t('key.page-next')}</Rich>
              <small className="num">
                <Rich>{t('key.page', { page: pages.page + 1, pages: pages.count })}</Rich>
              </small>
            </Key>
          )}
        </div>
      </footer>
      <Bar />
      <SpokenStage key={`${what} ${pages.page} ${title}`} stage={stage} />
    </div>
  )
}

/** "Next", or what the main key of a screen says instead. */
export function NextKey({
  children,
  disabled = false,
  arrow = true,
  onPress,
}: Readonly<{ children?: string; disabled?: boolean; arrow?: boolean; onPress?: () => void }>) {
  const { act } = useBooth()
  const { t } = useText()
  return (
    <Key
      act="next"
      kind="main"
      disabled={disabled}
      after={arrow && <ArrowRight className="icon" aria-hidden />}
      onPress={onPress ?? (() => void act({ type: 'next' }))}
    >
      <Rich>{children ?? t('key.next')}</Rich>
    </Key>
  )
}
