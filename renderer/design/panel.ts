/**
 * The panel as it is configured, in millimetres, fitted into the window: pixels per millimetre are the
 * larger number that lets the whole panel be seen. On a booth the window is the panel.
 */
export type PanelSize = Readonly<{ widthMm: number; heightMm: number }>
export type WindowSize = Readonly<{ width: number; height: number }>

export type Panel = Readonly<{ pxPerMm: number; layout: 'portrait' | 'landscape'; wide: boolean }>

/** From this form on a lying panel is wide: 16:9 and 16:10 are, 5:4 and 4:3 are not. */
const wideAspect = 1.5

export const isWidePanel = ({ widthMm, heightMm }: PanelSize): boolean => widthMm / heightMm > wideAspect

export function fitPanel(panel: PanelSize, window: WindowSize): Panel {
  return {
    pxPerMm: Math.min(window.width / panel.widthMm, window.height / panel.heightMm),
    layout: panel.widthMm > panel.heightMm ? 'landscape' : 'portrait',
    wide: isWidePanel(panel),
  }
}

export type Look = Readonly<{
  textSize: 'normal' | 'larger' | 'largest'
  theme: 'standard' | 'dark'
  reach: 'usual' | 'low'
}>

/** Writes panel and preferences where the tokens read them: on the document's root. */
export function applyLook(root: HTMLElement, size: PanelSize, panel: Panel, look: Look): void {
  root.style.setProperty('--px-per-mm', String(panel.pxPerMm))
  root.style.setProperty('--panel-width', String(size.widthMm))
  root.style.setProperty('--panel-height', String(size.heightMm))
  root.dataset['layout'] = panel.layout
  root.toggleAttribute('data-wide', panel.wide)
  root.dataset['text'] = look.textSize
  root.dataset['theme'] = look.theme
  // A landscape panel is low enough as it is: its whole height is within reach (EN 301 549, 8.3).
  root.dataset['reach'] = panel.layout === 'portrait' ? look.reach : 'usual'
}
