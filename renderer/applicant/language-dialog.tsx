import { languageOffers, languages } from '../../locales/languages.ts'
import { Key } from '../design/key.tsx'
import { useBooth } from './booth.ts'
import { Sheet } from './sheet.tsx'
import { langOf, plain, Rich, useText } from './text.tsx'

/** Another language at any step; nothing is lost. */
export function LanguageDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const { view, act } = useBooth()
  const { t } = useText()
  return (
    <Sheet
      name="language"
      title={t('language.title')}
      onClose={onClose}
      keys={
        <Key act="close" onPress={onClose}>
          <Rich>{t('key.close')}</Rich>
        </Key>
      }
    >
      <p className="say">
        <Rich>{t('language.say')}</Rich>
      </p>
      <div className="choices two" role="radiogroup" aria-label={plain(t('language.title'))}>
        {languages.map((language) => (
          <Key
            key={language}
            act={`language-${language}`}
            lang={langOf(language)}
            checked={view.preferences.language === language}
            onPress={() => {
              onClose()
              if (view.preferences.language !== language) {
                void act({ type: 'set-preferences', preferences: { language } })
              }
            }}
          >
            {languageOffers[language].name}
          </Key>
        ))}
      </div>
    </Sheet>
  )
}
