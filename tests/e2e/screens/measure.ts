import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import type { Page } from '@playwright/test'

/*
 * The finder runs in the page and is checked against the browser's types (renderer/tsconfig.json); the page
 * is given its text without types.
 */
const finder = stripTypeScriptTypes(
  readFileSync(new URL('./in-page/find-flaws.ts', import.meta.url), 'utf8'),
).replace('export function', 'function')

/** What a person would stumble over on the screen shown now, in words; empty where all is well. */
export const flawsOf = (page: Page): Promise<string[]> => page.evaluate(`${finder}\nfindFlaws()`)
