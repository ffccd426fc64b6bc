import { Check, RotateCcw, TriangleAlert, X } from 'lucide-react'
import type { StillView } from '../../main/service/contract.ts'
import { Key } from '../design/key.tsx'
import { isLow, isWide, type ScreenProps, useBooth } from './booth.ts'
import { Counter } from './counter.tsx'
import { Frame, NextKey } from './frame.tsx'
import { JudgedStill } from './picture.tsx'
import { plain, Rich, useText } from './text.tsx'

const signs = {
  accept: { icon: Check, tone: 'good' },
  warn: { icon: TriangleAlert, tone: 'care' },
  reject: { icon: X, tone: 'stop' },
} as const

/** Reasons in words: what to do, the most important first; two are enough to act on. */
const wordedReasons = 2

function worded(still: StillView) {
  const grave = still.verdict === 'reject' ? ['block'] : ['block', 'warn']
  return still.reasons.filter((reason) => grave.includes(reason.severity)).slice(0, wordedReasons)
}

/** The best still: the service proposes it by choosing it first. */
function bestOf(stills: readonly StillView[]): string | null {
  const rank = { accept: 0, warn: 1, reject: 2 }
  const usable = stills.filter((still) => still.verdict !== 'reject')
  const best = usable.sort(
    (a, b) => rank[a.verdict] - rank[b.verdict] || worded(a).length - worded(b).length,
  )[0]
  return best?.id ?? null
}

function Shot({
  still,
  index,
  chosen,
  best,
  low,
}: Readonly<{ still: StillView; index: number; chosen: boolean; best: boolean; low: boolean }>) {
  const { act } = useBooth()
  const { t } = useText()
  const { icon: Icon, tone } = signs[still.verdict]
  const usable = still.verdict !== 'reject'
  const reasons = worded(still)
  const judged = (
    <>
      <JudgedStill
        id={still.id}
        alt={plain(t('picture.still', { index: index + 1 }))}
        crop={still.crop}
        reasons={reasons}
      />
      <span className="judged">
        <span className="which">
          {usable && <span className={chosen ? 'radio on' : 'radio'} />}
          <b>
            <Rich>{t('choose.nth', { index: index + 1 })}</Rich>
          </b>
          {best && (
            <span className="tag">
              <Rich>{t('choose.best')}</Rich>
            </span>
          )}
        </span>
        <span className={`verdict ${tone}`}>
          <Icon className="icon" aria-hidden />
          <span>
            <Rich>{t(`choose.verdict.${still.verdict}`)}</Rich>
          </span>
        </span>
        {still.verdict === 'accept' ? (
          <span className="why">
            <Rich>{t('choose.verdict.accept-say')}</Rich>
          </span>
        ) : (
          reasons.map(({ code }) => (
            <span className="why" key={code}>
              <Rich>{t(`photo.reason.${code}`)}</Rich>
            </span>
          ))
        )}
      </span>
    </>
  )
  return low ? (
    <div className="shot fill">
      <div className="words">{judged}</div>
    </div>
  ) : (
    <Key
      act={`choose-${index + 1}`}
      className="shot fill"
      checked={chosen}
      disabled={!usable}
      onPress={() => void act({ type: 'choose', id: still.id })}
    >
      {judged}
    </Key>
  )
}

/** Up to three pictures, each with its verdict in words and a mark where the problem is; nobody is stuck. */
export function Choose({ screen }: ScreenProps<'choose'>) {
  const { view, act } = useBooth()
  const { t } = useText()
  const { stills, chosen, retakesLeft, specialReason, checking } = screen
  const best = bestOf(stills)
  const low = isLow(view)
  const chosenAt = stills.findIndex((still) => still.id === chosen)
  const stuck = best === null && retakesLeft === 0
  const words = best !== null ? 'choose' : stuck ? 'choose.stuck' : 'choose.none'

  const again = retakesLeft > 0 && (
    <Key
      act="retake"
      className="again"
      {...(best === null && { kind: 'main' as const })}
      before={<RotateCcw className="icon" aria-hidden />}
      onPress={() => void act({ type: 'retake' })}
    >
      <Rich>{t('choose.retake')}</Rich>
      <small>
        <Rich>{t('choose.retakes-left', { left: retakesLeft })}</Rich>
      </small>
    </Key>
  )
  const leave = (
    <Key act="leave" onPress={() => void act({ type: 'cancel' })}>
      <Rich>{t('choose.stuck.leave')}</Rich>
    </Key>
  )
  return (
    <Frame
      name="choose"
      subject={stills.map((still) => still.id).join(' ')}
      title={t(checking ? 'capture.checking' : `${words}.title`)}
      say={t(`${words}.say`)}
      others={best !== null ? again : stuck ? leave : undefined}
      main={
        best !== null ? (
          <NextKey disabled={chosenAt < 0 || checking} arrow={false}>
            {chosenAt < 0 ? t('choose.use') : t('choose.use-nth', { index: chosenAt + 1 })}
          </NextKey>
        ) : stuck ? (
          <Key
            act="special-reason-yes"
            kind="main"
            disabled={specialReason || checking}
            onPress={() => void act({ type: 'set-special-reason', specialReason: true })}
          >
            <Rich>{t('choose.stuck.special-reason')}</Rich>
          </Key>
        ) : (
          again
        )
      }
      {...(low &&
        best !== null && {
          controls: (
            <div className="numbered" role="radiogroup" aria-label={plain(t('choose.title'))}>
              {stills.map((still, index) => (
                <Key
                  key={still.id}
                  act={`choose-${index + 1}`}
                  checked={still.id === chosen}
                  disabled={still.verdict === 'reject'}
                  onPress={() => void act({ type: 'choose', id: still.id })}
                >
                  <Rich>{t('choose.nth', { index: index + 1 })}</Rich>
                </Key>
              ))}
            </div>
          ),
        })}
    >
      <div
        className={isWide(view) ? 'cards fill' : 'blocks'}
        role={low ? undefined : 'radiogroup'}
        aria-label={low ? undefined : plain(t('choose.title'))}
      >
        {stills.map((still, index) => (
          <Shot
            key={still.id}
            still={still}
            index={index}
            chosen={still.id === chosen}
            best={still.id === best}
            low={low}
          />
        ))}
      </div>
      {stuck && <Counter counter={view.booth.counter} />}
    </Frame>
  )
}
