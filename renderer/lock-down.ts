/** Keys that mean something to a browser and nothing to an applicant. */
const browserKeys: ReadonlySet<string> = new Set([
  'F1',
  'F3',
  'F5',
  'F6',
  'F7',
  'F10',
  'F11',
  'F12',
  'ContextMenu',
])

const prevent = (event: Event): void => event.preventDefault()

/**
 * The page's own half of the locked kiosk: no menu, no dragging in or out, no zoom by wheel or fingers, no
 * browser keys. The shells and Chromium's policies lock the rest (docs/hardening.md).
 */
export function lockDown(document: Document): void {
  const capture = { capture: true, passive: false } as const
  for (const type of [
    'contextmenu',
    'dragstart',
    'dragenter',
    'dragover',
    'drop',
    'gesturestart',
    'auxclick',
  ])
    document.addEventListener(type, prevent, capture)
  document.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), capture)
  // With `touch-action` in base.css: neither keeps every zoom by two fingers alone, as random inputs show.
  document.addEventListener(
    'touchmove',
    (event) => event.touches.length > 1 && event.preventDefault(),
    capture,
  )
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || browserKeys.has(event.key)) event.preventDefault()
    },
    capture,
  )
}
