import { X } from 'lucide-react'
import { languageOffers, languages } from '../../locales/languages.ts'
import { Key } from '../design/key.tsx'
import formQr from '../illustrations/form-qr.svg'
import cardBack from '../illustrations/not-card-back-marked.svg'
import handwritten from '../illustrations/not-handwritten-form.svg'
import voiceCode from '../illustrations/not-voice-code-marked.svg'
import { useAttract } from './attract.ts'
import { isWide, useBooth } from './booth.ts'
import { Frame } from './frame.tsx'
import { Masthead } from './masthead.tsx'
import { langOf, plain, Rich, useText } from './text.tsx'

const wrongForms = [
  { picture: handwritten, name: 'handwritten' },
  { picture: voiceCode, name: 'voice-code' },
  { picture: cardBack, name: 'card-back' },
] as const

/** What this is, which form works and which do not, how long, what it costs; a language begins it. */
export function Welcome() {
  const { view, act } = useBooth()
  const { t, language } = useText()
  const attract = useAttract()
  const { minutes, price } = view.booth
  return (
    <Frame
      name="welcome"
      title={(attract?.t ?? t)('welcome.title')}
      {...(attract !== null && { titleLang: langOf(attract.language) })}
      head={<Masthead />}
      custody={null}
      filling="first"
      controlsOnShelf
      controls={
        <>
          <h2 className="pick">
            <Rich>{t('welcome.choose-language')}</Rich>
            {language !== 'en' && <span lang="en">Choose your language</span>}
          </h2>
          <div className="langs">
            {languages.map((offered) => (
              <Key
                key={offered}
                act={`start-${offered}`}
                kind={offered === view.preferences.language ? 'main' : 'plain'}
                lang={langOf(offered)}
                onPress={() => void act({ type: 'start', language: offered })}
              >
                {languageOffers[offered].name}
                <small>{languageOffers[offered].offer}</small>
              </Key>
            ))}
          </div>
        </>
      }
    >
      <dl className="facts">
        <div>
          <dt>
            <Rich>{t('welcome.time')}</Rich>
          </dt>
          <dd className="num">
            <Rich>{t('welcome.minutes', { minutes })}</Rich>
          </dd>
        </div>
        <div>
          <dt>
            <Rich>{t('welcome.application')}</Rich>
          </dt>
          <dd>
            <Rich>{t('welcome.free')}</Rich>
          </dd>
        </div>
        <div>
          <dt>
            <Rich>{t('welcome.photo')}</Rich>
          </dt>
          <dd className="num">
            <Rich>{price === 0 ? t('welcome.free') : t('welcome.price', { price })}</Rich>
          </dd>
        </div>
      </dl>
      <div className="blocks" data-beside={isWide(view) ? 'on' : undefined}>
        <section className="bring plate fill">
          <div className="right">
            <img src={formQr} alt={plain(t('picture.form'))} />
          </div>
          <div className="talk">
            <h2>
              <Rich>{t('welcome.bring')}</Rich>
            </h2>
            <p className="name">
              <Rich>{t('welcome.form')}</Rich>
            </p>
            <p className="callout">
              <Rich>{t('welcome.qr')}</Rich>
            </p>
          </div>
        </section>
        <section className="wrong plate">
          <h3>
            <Rich>{t('welcome.not-these')}</Rich>
          </h3>
          <ul>
            {wrongForms.map(({ picture, name }) => (
              <li key={name}>
                <span className="thing">
                  <img src={picture} alt={plain(t(`picture.${name}`))} />
                  <span className="badge no">
                    <X className="icon" strokeWidth={3} aria-hidden />
                  </span>
                </span>
                <span>
                  <Rich>{t(`welcome.not-${name}`)}</Rich>
                </span>
              </li>
            ))}
          </ul>
          <p className="none">
            <Rich>{t('welcome.no-form')}</Rich>
          </p>
        </section>
      </div>
    </Frame>
  )
}
