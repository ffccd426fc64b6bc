import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/*
 * Never clip, never scroll: what does not fit on a screen goes to its next page. The blocks of a stage are
 * measured at their least height (pictures shrink first) and packed in order.
 */

/** Packs blocks of the given heights into pages; `lead` is what every page but the first begins with. */
export function packPages(
  heights: readonly number[],
  room: number,
  gap: number,
  lead: number,
): readonly number[] {
  let page = 0
  let used = -gap
  return heights.map((height) => {
    const begun = used > -gap && !(page > 0 && used === lead)
    if (begun && used + gap + height > room) {
      page += 1
      used = lead
    }
    used += gap + height
    return page
  })
}

type Pages = Readonly<{
  /** Page of each block, in order. */
  of: readonly number[]
  count: number
  page: number
  turn: (page: number) => void
}>

/** The blocks of a stage; a group of keys that belong together lends its own blocks (`display: contents`). */
const blocksOf = (stage: HTMLElement): HTMLElement[] =>
  [...stage.children].flatMap((child) => {
    if (!(child instanceof HTMLElement)) return []
    if (child instanceof HTMLDialogElement) return []
    return child.classList.contains('blocks') ? blocksOf(child) : [child]
  })

/**
 * @param subject changes when the screen is another one: the first page is shown again
 * @param shelf its keys change from page to page; room is reckoned with the tallest it has been
 */
export function usePages(
  stageRef: RefObject<HTMLElement | null>,
  shelfRef: RefObject<HTMLElement | null>,
  subject: string,
): Pages {
  const [of, setOf] = useState<readonly number[]>([])
  const [at, setAt] = useState({ subject, page: 0 })
  const tallest = useRef({ subject, height: 0 })
  const count = of.length === 0 ? 1 : Math.max(...of) + 1
  const current = at.subject === subject ? Math.min(at.page, count - 1) : 0

  const measure = useCallback(() => {
    const stage = stageRef.current
    const shelf = shelfRef.current
    if (stage === null || shelf === null) return
    if (tallest.current.subject !== subject) tallest.current = { subject, height: 0 }
    tallest.current.height = Math.max(tallest.current.height, shelf.offsetHeight)

    const style = getComputedStyle(stage)
    const padding = Number.parseFloat(style.paddingBlockStart) + Number.parseFloat(style.paddingBlockEnd)
    const beside = shelf.offsetLeft > 0
    const lostToShelf = beside ? 0 : tallest.current.height - shelf.offsetHeight
    const room = stage.clientHeight - padding - lostToShelf

    const blocks = blocksOf(stage)
    const wasHidden = blocks.map((block) => block.hidden)
    const again = stage.dataset['again']
    for (const block of blocks) block.hidden = false
    stage.dataset['measuring'] = ''
    delete stage.dataset['again']
    const heights = blocks.map((block) => block.getBoundingClientRect().height)
    stage.dataset['again'] = ''
    const lead = blocks[0]?.getBoundingClientRect().height ?? 0
    if (again === undefined) delete stage.dataset['again']
    delete stage.dataset['measuring']
    blocks.forEach((block, index) => (block.hidden = wasHidden[index] ?? false))

    const next = packPages(heights, Math.ceil(room), Number.parseFloat(style.rowGap) || 0, lead)
    setOf((before) => (before.join() === next.join() ? before : next))
  }, [stageRef, shelfRef, subject])

  useLayoutEffect(measure)

  useEffect(() => {
    const stage = stageRef.current
    if (stage === null) return
    const observer = new ResizeObserver(measure)
    observer.observe(stage)
    document.fonts.addEventListener('loadingdone', measure)
    return () => {
      observer.disconnect()
      document.fonts.removeEventListener('loadingdone', measure)
    }
  }, [stageRef, measure])

  useLayoutEffect(() => {
    const stage = stageRef.current
    if (stage === null) return
    blocksOf(stage).forEach((block, index) => {
      // The first block is the question: it stays, smaller, on every page.
      block.hidden = index > 0 && (of[index] ?? 0) !== current
    })
    if (current > 0) stage.dataset['again'] = ''
    else delete stage.dataset['again']
  })

  return { of, count, page: current, turn: (page) => setAt({ subject, page }) }
}
