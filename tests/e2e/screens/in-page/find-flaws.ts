/**
 * Looks for what is clipped, overlaps, leaves the panel, breaks within a word, or is too small to press.
 * Runs in the page: it may name nothing outside of itself. Lengths in its answers are millimetres.
 */
export function findFlaws(): string[] {
  /** Fractions of a pixel, and what italics and accents may reach beyond their line. */
  const slackPx = 1.5
  const leastTargetMm = 20
  const flaws: string[] = []
  const root = getComputedStyle(document.documentElement)
  const pxPerMm = Number.parseFloat(root.getPropertyValue('--px-per-mm'))
  const panel = document.querySelector('.panel')?.getBoundingClientRect()
  if (panel === undefined) return ['no panel']
  // renderer/painted.ts
  const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2)
  if (middle === null || middle.closest('#booth > *') === null)
    flaws.push('nothing in the middle: the page would be taken for white')
  const open = document.querySelector('dialog[open]')
  const curtain = document.querySelector('.curtain')
  const scope = open ?? curtain ?? document.querySelector('.panel')
  if (scope === null) return ['no panel']
  const name = (element: Element) => [element.tagName.toLowerCase(), ...element.classList].join('.')
  const short = (text: string) => text.trim().replace(/\s+/gu, ' ').slice(0, 30)
  /** Shown to the eye: what is only for whoever hears the screen is clipped away. */
  const seen = (element: Element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
    for (let box: Element | null = element; box !== null; box = box.parentElement)
      if (getComputedStyle(box).clipPath !== 'none') return false
    return true
  }

  /** A line's box is taller than its letters: what can be clipped is about one em in its middle. */
  const letterBox = (rect: DOMRect, em: number) => {
    const inset = Math.max(0, (rect.height - 1.05 * em) / 2)
    return new DOMRect(rect.x, rect.y + inset, rect.width, rect.height - 2 * inset)
  }

  // Nothing presses that is smaller than a finger.
  for (const key of scope.querySelectorAll('button')) {
    if (!seen(key)) continue
    const { width, height } = key.getBoundingClientRect()
    if (width < leastTargetMm * pxPerMm - 0.5 || height < leastTargetMm * pxPerMm - 0.5)
      flaws.push(
        `key "${short(key.textContent)}" is ${(width / pxPerMm).toFixed(1)} × ${(height / pxPerMm).toFixed(1)} mm`,
      )
  }

  // Every text lies inside the panel, its region and whatever cuts it off, and breaks between words.
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT)
  const regions = new Map<Element, DOMRect[]>()
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent ?? ''
    const parent = node.parentElement
    if (text.trim() === '' || parent === null || !seen(parent) || parent.closest('svg, rt') !== null) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const fontSize = Number.parseFloat(getComputedStyle(parent).fontSize)
    const rects = [...range.getClientRects()]
      .filter((rect) => rect.width > 0)
      .map((rect) => letterBox(rect, fontSize))
    for (const rect of rects) {
      if (
        rect.left < panel.left - slackPx ||
        rect.right > panel.right + slackPx ||
        rect.top < panel.top - slackPx ||
        rect.bottom > panel.bottom + slackPx
      )
        flaws.push(`"${short(text)}" leaves the panel`)
      // A sheet lies on top of everything: what it was opened from does not hold it.
      const outside = open?.parentElement ?? document.body
      for (let box: Element | null = parent; box !== null && box !== outside; box = box.parentElement) {
        const style = getComputedStyle(box)
        const bounds = box.getBoundingClientRect()
        const holds =
          style.overflow !== 'visible' ||
          box.matches('button, .stage, .shelf, .bar, .plate, .head, dialog, .slot, .group')
        if (
          holds &&
          (rect.left < bounds.left - slackPx ||
            rect.right > bounds.right + slackPx ||
            rect.top < bounds.top - slackPx ||
            rect.bottom > bounds.bottom + slackPx)
        ) {
          flaws.push(`"${short(text)}" leaves ${name(box)}`)
          break
        }
      }
    }
    const region = parent.closest('button, p, h1, h2, h3, dt, dd, li, b, span, figcaption, address') ?? parent
    regions.set(region, [...(regions.get(region) ?? []), ...rects])
    // Words of letters are not broken: each is on one line.
    for (const word of text.matchAll(/[\p{Script=Latin}\d][\p{Script=Latin}\d'’.]+/gu)) {
      const part = document.createRange()
      part.setStart(node, word.index)
      part.setEnd(node, word.index + word[0].length)
      const lines = new Set(
        [...part.getClientRects()].filter((r) => r.width > 0).map((r) => Math.round(r.top)),
      )
      if (lines.size > 1) flaws.push(`"${word[0]}" is broken over lines`)
    }
    // Japanese and Korean break between phrases: at a space or a mark, not wherever the line is full. What the
    // operator wrote has none.
    if (
      rects.length > 1 &&
      getComputedStyle(parent).wordBreak === 'keep-all' &&
      !parent.closest('address, .place')
    ) {
      const letter = document.createRange()
      const placeOf = (index: number) => {
        letter.setStart(node, index)
        letter.setEnd(node, index + 1)
        return letter.getBoundingClientRect()
      }
      for (let index = 1; index < text.length; index++) {
        const [before, here] = [placeOf(index - 1), placeOf(index)]
        if (here.width === 0 || before.width === 0 || here.top < before.bottom - 0.3 * before.height) continue
        if (!/[\s、。」）・…：,.)]$/u.test(text.slice(0, index)) && !/^[「（(]/u.test(text.slice(index)))
          flaws.push(`"${short(text)}" breaks within a phrase before "${text.slice(index, index + 4)}"`)
      }
    }
  }

  // No two texts lie on each other.
  const list = [...regions]
  list.forEach(([one, rects], index) => {
    for (const [other, otherRects] of list.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue
      const overlap = rects.some((a) =>
        otherRects.some(
          (b) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.2 * Math.min(a.height, b.height),
        ),
      )
      if (overlap) flaws.push(`"${short(one.textContent)}" lies on "${short(other.textContent)}"`)
    }
  })

  // Blocks of a stage stay within it and do not lie on each other.
  for (const stage of scope.querySelectorAll('.stage')) {
    const bounds = stage.getBoundingClientRect()
    for (const block of stage.children) {
      const { top, bottom, height } = block.getBoundingClientRect()
      if (height > 0 && seen(block) && (bottom > bounds.bottom + slackPx || top < bounds.top - slackPx))
        flaws.push(`${name(block)} leaves the stage by ${((bottom - bounds.bottom) / pxPerMm).toFixed(1)} mm`)
    }
  }
  if (document.documentElement.dataset['reach'] === 'low') {
    const line = panel.top + 0.6 * panel.height
    for (const key of scope.querySelectorAll('button')) {
      if (seen(key) && key.getBoundingClientRect().top < line - slackPx)
        flaws.push(`key "${short(key.textContent)}" stands above the lower 40 %`)
    }
  }
  return [...new Set(flaws)]
}
