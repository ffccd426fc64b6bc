import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { Page } from '@playwright/test'

const code = stripTypeScriptTypes(
  readFileSync(new URL('./in-page/break-out.ts', import.meta.url), 'utf8').replaceAll(/^export /gm, ''),
)

/** What `pageState` of in-page/break-out.ts answers. */
export type PageState = Readonly<{ zoom: number; scroll: number; screen: string; selection: string }>

/** Calls a function of in-page/break-out.ts in the page; its types are the browser's, so it is read as text. */
export async function inPage<Answer>(page: Page, name: string, argument: unknown = null): Promise<Answer> {
  return (await page.evaluate(`(() => { ${code}; return ${name}(${JSON.stringify(argument)}) })()`)) as Answer
}
