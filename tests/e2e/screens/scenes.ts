import type { Page } from '@playwright/test'
import { type Circumstances, type SampleName, sampleNames } from '../../fixtures/views.ts'
import type { FixtureBooth } from './fixture-server.ts'
import { eachPage, settled, show } from './show.ts'

/*
 * What a view alone does not show: parts of a screen that are a few presses away, and the sheets over it.
 */

type Scene = Readonly<{ on: SampleName; acts: readonly string[]; sheet?: string }>

export const scenes = {
  'scan.no-form': { on: 'scan.my-number', acts: ['no-form'], sheet: 'no-form' },
  'date-of-birth.year': { on: 'date-of-birth', acts: ['calendar-showa', 'digit-2'] },
  'date-of-birth.month': { on: 'date-of-birth', acts: ['calendar-showa', 'digit-2', 'digit-3'] },
  'date-of-birth.day': { on: 'date-of-birth', acts: ['calendar-showa', 'digit-2', 'digit-3', 'month-4'] },
  'prepare.asking': { on: 'prepare', acts: ['special-reason'] },
  'done.identity': { on: 'done', acts: ['documents'], sheet: 'identity' },
  help: { on: 'scan', acts: ['help'], sheet: 'help' },
  cancel: { on: 'pay', acts: ['cancel'], sheet: 'cancel' },
  language: { on: 'review', acts: ['language'], sheet: 'language' },
  voice: { on: 'notice', acts: ['voice'], sheet: 'voice' },
} as const satisfies Record<string, Scene>

export type SceneName = keyof typeof scenes
export type PictureName = SampleName | SceneName
/** Samples and scenes, in the order of a whole application. */
export const pictureNames: readonly PictureName[] = [...sampleNames, ...(Object.keys(scenes) as SceneName[])]

const isScene = (name: PictureName): name is SceneName => name in scenes

/** Shows a sample or goes to a scene; what a key is on, on whichever page it is. */
export async function showPicture(
  page: Page,
  booth: FixtureBooth,
  name: PictureName,
  circumstances: Circumstances,
): Promise<void> {
  if (!isScene(name)) return await show(page, booth, name, circumstances)
  const { on, acts, ...scene }: Scene = scenes[name]
  await show(page, booth, on, circumstances)
  for (const act of acts) {
    await eachPage(page, async () => undefined)
    await page.locator(`[data-act="${act}"]`).first().click()
    await settled(page)
  }
  if (scene.sheet !== undefined) await page.locator(`dialog[data-sheet="${scene.sheet}"]`).waitFor()
  await settled(page)
}

/** Live pictures never stand still: what is measured on them differs from one moment to the next. */
export const isStill = (name: PictureName): boolean => !/^(position|capture|trouble)/.test(name)
