import type { Page } from '@playwright/test'

const keys = [
  'Tab',
  'Enter',
  'Escape',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'PageDown',
  'Delete',
  'Backspace',
  'ContextMenu',
  'F1',
  'F5',
  'F11',
  'F12',
  'Space',
  '1',
  '7',
  'a',
  'Z',
] as const
/** Mostly none. */
const modifiers = ['', '', '', '', '', 'Alt+', 'Control+', 'Meta+', 'Shift+', 'Control+Shift+'] as const

/** So many are on their way at once: the page is pressed as fast as it can be, and no faster. */
const batch = 100

/** Presses random keys, clicks, turns the wheel and swipes with one or two fingers, by a seed. */
export async function pressAtRandom(page: Page, inputs: number, random: () => number): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const { width = 0, height = 0 } = page.viewportSize() ?? {}
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const point = () => ({ x: random() * width, y: random() * height })
  const input = (): Promise<unknown>[] => {
    const kind = random()
    if (kind < 0.45) return [page.keyboard.press(`${pick(modifiers)}${pick(keys)}`)]
    const at = point()
    if (kind < 0.75) {
      const press = { ...at, button: pick(['left', 'left', 'left', 'middle', 'right'] as const) }
      const clickCount = pick([1, 1, 2])
      return (['mousePressed', 'mouseReleased'] as const).map((type) =>
        cdp.send('Input.dispatchMouseEvent', { type, ...press, clickCount }),
      )
    }
    if (kind < 0.8) {
      const turn = { deltaX: 0, deltaY: random() * 1_000 - 500, modifiers: pick([0, 2]) }
      return [cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, ...turn })]
    }
    const fingers = pick([1, 2])
    const touchPoints = () => Array.from({ length: fingers }, (_, id) => ({ ...point(), id }))
    return [
      cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: touchPoints() }),
      cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: touchPoints() }),
      cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }),
    ]
  }
  for (let done = 0; done < inputs; done += batch)
    await Promise.all(Array.from({ length: Math.min(batch, inputs - done) }, input).flat())
  await cdp.detach()
}
