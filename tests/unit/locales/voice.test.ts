import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { languages, type Language } from '../../../locales/languages.ts'
import { formats } from '../../../locales/formats.ts'
import { loadTranslator } from '../../../locales/load.ts'
import { clipFinder, phrasesOf } from '../../../locales/voice/phrases.ts'
import { sayings } from '../../../locales/voice/pronunciation.ts'
import { spokenKeys } from '../../../locales/voice/spoken.ts'
import { argumentsOfKey, catalogues } from './catalogues.ts'
import { leftOutIf } from '../../left-out.ts'

const run = promisify(execFile)
const spoken = spokenKeys(catalogues.ja)

/** What espeak-ng reads in each language without naming a letter or changing to another voice. */
const kana = /^[\p{Script=Hiragana}\p{Script=Katakana}ー\d 、。「」（）：]+$/u
const latin = /^[\p{Script=Latin}\d \-,.:;?¿()“”’]+$/u
const readable = {
  ja: kana,
  'ja-easy': kana,
  en: latin,
  'zh-Hans': /^[\p{Script=Han}\d，。？：；、（）“”]+$/u,
  ko: /^[\p{Script=Hangul}\d ,.?:·‘’()]+$/u,
  es: latin,
  pt: latin,
} as const satisfies Record<Language, RegExp>

describe('what is spoken', () => {
  it('never has an argument but those listed, in any language: so no ID, date or age can be said', () => {
    for (const language of languages) {
      expect(spokenKeys(catalogues[language])).toEqual(spoken)
      for (const key of spoken) expect(argumentsOfKey(language, key), key).toEqual([])
    }
  })

  it('states nobody’s choice or reason', () => {
    const states =
      /^options\.o(?:n|ff)$|^review\.certificates\.|^review\.photo-special-reason$|^prepare\.special-reason\.on$/
    expect(spoken.filter((key) => states.test(key))).toEqual([])
  })

  it('covers each screen’s question and sentence, each hint, and each key of the bar', () => {
    const known: ReadonlySet<string> = new Set(spoken)
    for (const key of [
      'scan.title',
      'scan.say',
      'hint.closer',
      'hint.hold',
      'bar.help',
      'key.back',
      'photo.reason.blurred',
      'submit.sending.title',
      'still-there.title',
      'scan.refusal.my-number.say',
    ])
      expect(known.has(key), key).toBe(true)
  })

  it('is found by the text on the page, and nothing personal is', async () => {
    for (const language of languages) {
      const find = clipFinder(language, catalogues[language])
      expect(find(catalogues[language]['scan.title'])).toBe(`voice/${language}/scan.title.ogg`)
      const t = await loadTranslator(language)
      expect(find(t('date-of-birth.age', { date: '1948-04-18', age: 78 }))).toBeUndefined()
      expect(find('5012 3487 6201 9934 0758 216')).toBeUndefined()
      expect(find(t('review.certificates.both'))).toBeUndefined()
    }
    expect(clipFinder('ja-easy', catalogues['ja-easy'])('右下')).toBeUndefined()
  })

  it('has a clip for the still, the lead time, the price and the figure of a key; a language names itself', async () => {
    for (const language of languages) {
      const find = clipFinder(language, catalogues[language])
      const t = await loadTranslator(language)
      expect(find(t('choose.nth', { index: 3 }))).toBe(`voice/${language}/choose.nth.3.ogg`)
      const duration = formats(language).duration(4)
      expect(find(t('done.notice.title', { duration }))).toBe(`voice/${language}/done.notice.title.4.ogg`)
      expect(find(t('pay.yen', { amount: 800 }))).toBe(`voice/${language}/pay.yen.800.ogg`)
      expect(find('31')).toBe(`voice/${language}/number.31.ogg`)
      expect(find('English')).toBe('voice/en/language.name.ogg')
      const names = phrasesOf(language, catalogues[language]).map(({ clip }) => clip)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('is given to a voice in letters that it can read', () => {
    for (const language of languages)
      for (const { clip, text } of sayings(language, catalogues[language], catalogues['ja-easy'])) {
        expect(text.trim(), clip).not.toBe('')
        expect(text, `${language} ${clip}`).toMatch(readable[language])
      }
  })

  it('says particles as they sound', () => {
    const said = sayings('ja', catalogues.ja, catalogues['ja-easy'])
    const say = (name: string) => said.find(({ clip }) => clip === name)?.text
    expect(say('scan.refusal.my-number.title')).toBe('これわ カードの うらの コードです')
    expect(say('hint.left')).toBe('すこし ひだりえ')
  })
})

const tools = ['espeak-ng', 'ffmpeg', 'ffprobe'].filter((tool) => !existsSync(`/usr/bin/${tool}`))

describe.skipIf(tools.length > 0)(
  leftOutIf('rendering', tools.length > 0 ? `not installed: ${tools.join(', ')}` : undefined),
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'machinaka-voice-'))
    afterAll(() => rmSync(folder, { recursive: true }))
    const render = (...args: readonly string[]) =>
      run(process.execPath, ['locales/voice/render.ts', '--out', join(folder, 'out'), ...args])
    const soundOf = (file: string): readonly string[] =>
      execFileSync(
        'ffprobe',
        [
          '-v',
          'error',
          '-show_entries',
          'stream=codec_name,channels:format=duration',
          '-of',
          'csv=p=0',
          file,
        ],
        { encoding: 'utf8' },
      )
        .trim()
        .split('\n')

    it('makes a clip in every language, and a recording takes its place', async () => {
      await render('--only', 'scan.title')
      for (const language of languages) {
        const [stream, duration] = soundOf(join(folder, 'out', language, 'scan.title.ogg'))
        expect(stream).toBe('opus,1')
        expect(Number(duration)).toBeGreaterThan(1)
      }
      const recordings = join(folder, 'recordings')
      mkdirSync(join(recordings, 'ja'), { recursive: true })
      execFileSync('ffmpeg', [
        '-loglevel',
        'error',
        '-f',
        'lavfi',
        '-i',
        'sine=duration=0.5',
        join(recordings, 'ja/scan.title.wav'),
      ])
      await render('--only', 'scan.title', '--recordings', recordings)
      expect(Number(soundOf(join(folder, 'out/ja/scan.title.ogg'))[1])).toBeLessThan(0.7)
      expect(Number(soundOf(join(folder, 'out/en/scan.title.ogg'))[1])).toBeGreaterThan(1)
    })

    it('refuses a name that nothing speaks, in one sentence', async () => {
      await expect(render('--only', 'date-of-birth.age')).rejects.toMatchObject({
        code: 2,
        stderr: '--only date-of-birth.age: no text of that name is spoken.\n',
      })
      const recordings = join(folder, 'strange')
      mkdirSync(join(recordings, 'ja'), { recursive: true })
      writeFileSync(join(recordings, 'ja/scan.tittle.wav'), '')
      await expect(render('--recordings', recordings)).rejects.toMatchObject({
        code: 2,
        stderr: `${join(recordings, 'ja')}: no text named scan.tittle is spoken.\n`,
      })
    })

    it('says so and goes on where there is no espeak-ng', async () => {
      const { stdout } = await run(
        process.execPath,
        ['locales/voice/render.ts', '--out', join(folder, 'none')],
        { env: { PATH: folder } },
      )
      expect(stdout).toBe(
        'espeak-ng is not installed: no voice clips were made, the booth guides by text alone.\n',
      )
    })
  },
)
