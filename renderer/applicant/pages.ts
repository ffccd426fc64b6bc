import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react'

/*
 * Never clip, never scroll: what does not fit on a screen goes to its next page. The blocks of a stage are
 * measured at their least height (pictures shrink first) and packed in order.
 */

/** Height for the blocks of a page: the last one has other keys below it. */
export type Rooms = Readonly<{ last: number; others: number }>

/** How the blocks from one on are laid out: so many pages, so much left empty, which page each is on. */
type Layout = Readonly<{ pages: number; emptiness: number; of: readonly number[] }>

const isBetter = (one: Layout, other: Layout) =>
  one.pages === other.pages ? one.emptiness < other.emptiness : one.pages < other.pages

/** Whether the pages are filled alike, or the first ones, which everybody sees, before the last. */
export type Filling = 'alike' | 'first'

/**
 * Packs blocks of the given heights into pages, in order: as few as it takes, each filled about as far as
 * the others (the squares of what stays empty are least), for a last page with a single line looks forgotten.
 * `lead` is the height of what every page but the first begins with; a block that is kept is on the first page
 * and on all others too, and is part of the lead. A block taller than a page has a page of its own.
 */
export function packPages(
  heights: readonly number[],
  rooms: Rooms,
  gap: number,
  lead: number,
  filling: Filling = 'alike',
): readonly number[] {
  let best: Layout = { pages: 0, emptiness: 0, of: [] }
  const rests = [best]
  // From the last block to the first: what follows a page is known when it is filled.
  for (let from = heights.length - 1; from >= 0; from--) {
    let used = from === 0 ? -gap : lead
    best = { pages: Number.POSITIVE_INFINITY, emptiness: 0, of: [] }
    for (let to = from; to < heights.length; to++) {
      used += gap + (heights[to] ?? 0)
      const isLast = to === heights.length - 1
      const room = isLast ? rooms.last : rooms.others
      if (to > from && used > Math.max(rooms.last, rooms.others)) break
      if (to > from && used > room) continue
      const rest = rests[heights.length - 1 - to]
      if (rest === undefined) break
      const emptiness = isLast && filling === 'first' ? 0 : Math.max(0, room - used) ** 2
      const page = {
        pages: rest.pages + 1,
        emptiness: rest.emptiness + emptiness,
        of: [...heights.slice(from, to + 1).map(() => 0), ...rest.of.map((number) => number + 1)],
      }
      if (isBetter(page, best)) best = page
    }
    rests.push(best)
  }
  return best.of
}

export type Pages = Readonly<{
  count: number
  page: number
  /** The page whose keys stand below: the one shown but while the last page's keys are measured, unseen. */
  keysOf: number
  turn: (page: number) => void
}>

/** The blocks of a stage; a group of keys that belong together lends its own blocks (`display: contents`). */
const blocksOf = (stage: HTMLElement): HTMLElement[] =>
  [...stage.children].flatMap((child) => {
    if (!(child instanceof HTMLElement) || child instanceof HTMLDialogElement) return []
    const dissolved = child.classList.contains('blocks') && child.dataset['beside'] !== 'on'
    return dissolved ? blocksOf(child) : [child]
  })

/**
 * Blocks that lie beside each other on a wide panel (`data-beside`) do so as long as they fit on one page;
 * else they follow one another like any others.
 */
function layBeside(stage: HTMLElement, pack: () => readonly number[]): readonly number[] {
  const boxes = [...stage.querySelectorAll<HTMLElement>('[data-beside]')]
  const lay = (beside: 'on' | 'off') => {
    for (const box of boxes) box.dataset['beside'] = beside
  }
  lay('off')
  const within = boxes.flatMap(blocksOf)
  const hidden = within.map((block) => block.hidden)
  for (const block of within) block.hidden = false
  lay('on')
  const pages = pack()
  if (boxes.length === 0 || pages.at(-1) === 0) return pages
  lay('off')
  within.forEach((block, index) => (block.hidden = hidden[index] ?? false))
  return pack()
}

/** The question stays, smaller, on every page; so does what is being entered (`data-keep`). */
const stays = (block: HTMLElement, index: number): boolean => index === 0 || 'keep' in block.dataset

/** Reads while every block is there at its least height; leaves the stage as it was. */
function measured<T>(
  stage: HTMLElement,
  blocks: readonly HTMLElement[],
  read: (blocks: readonly HTMLElement[]) => T,
): T {
  const hidden = blocks.map((block) => block.hidden)
  const again = stage.dataset['again']
  for (const block of blocks) block.hidden = false
  stage.dataset['measuring'] = ''
  delete stage.dataset['again']
  const result = read(blocks)
  if (again !== undefined) stage.dataset['again'] = again
  else delete stage.dataset['again']
  delete stage.dataset['measuring']
  blocks.forEach((block, index) => (block.hidden = hidden[index] ?? false))
  return result
}

/**
 * Shows one page of a stage's blocks.
 *
 * @param subject changes when something else is shown, which is then shown from its first page
 * @param roomsOf heights for the blocks in pixels, by the keys that stand below
 */
export function usePages(
  stageRef: RefObject<HTMLElement | null>,
  subject: string,
  roomsOf: (stage: HTMLElement) => Rooms,
  filling: Filling = 'alike',
): Pages {
  const [of, setOf] = useState<readonly number[]>([])
  const [at, setAt] = useState({ subject, page: 0 })
  const count = of.length === 0 ? 1 : Math.max(...of) + 1
  const current = at.subject === subject ? Math.min(at.page, count - 1) : 0

  // Before anything is seen: found out only on the last page, the height of its keys would move blocks to pages that
  // have been turned already, and nobody would see them.
  const [probed, setProbed] = useState<string | null>(null)
  const probing = count > 1 && probed !== subject

  const measure = useCallback(() => {
    const stage = stageRef.current
    if (stage === null) return
    const rooms = roomsOf(stage)
    const next = layBeside(stage, () =>
      measured(stage, blocksOf(stage), (blocks) => {
        const heights = blocks.map((block) => block.getBoundingClientRect().height)
        stage.dataset['again'] = ''
        const gap = Number.parseFloat(getComputedStyle(stage).rowGap) || 0
        const lead = blocks
          .filter(stays)
          .reduce((sum, block) => sum + gap + block.getBoundingClientRect().height, -gap)
        // Heights are fractions of a pixel; room is a whole number of them.
        return packPages(heights, { last: rooms.last + 1, others: rooms.others + 1 }, gap, lead, filling)
      }),
    )
    setOf((before) => (before.join() === next.join() ? before : next))
    if (probing) setProbed(subject)
  }, [stageRef, roomsOf, filling, probing, subject])

  useLayoutEffect(measure)

  useEffect(() => {
    const stage = stageRef.current
    if (stage === null) return
    const observer = new ResizeObserver(measure)
    observer.observe(stage)
    // A picture that has come may be wider than its place was, and push words onto another line.
    stage.addEventListener('load', measure, { capture: true })
    document.fonts.addEventListener('loadingdone', measure)
    return () => {
      observer.disconnect()
      stage.removeEventListener('load', measure, { capture: true })
      document.fonts.removeEventListener('loadingdone', measure)
    }
  }, [stageRef, measure])

  useLayoutEffect(() => {
    const stage = stageRef.current
    if (stage === null) return
    blocksOf(stage).forEach((block, index) => {
      block.hidden = !stays(block, index) && (of[index] ?? 0) !== current
    })
    if (current > 0) stage.dataset['again'] = ''
    else delete stage.dataset['again']
  })

  return {
    count,
    page: current,
    keysOf: probing ? count - 1 : current,
    turn: (page) => setAt({ subject, page }),
  }
}

/** Height inside the padding of a box. */
export function innerHeightOf(box: HTMLElement): number {
  const { paddingBlockStart, paddingBlockEnd } = getComputedStyle(box)
  return box.clientHeight - Number.parseFloat(paddingBlockStart) - Number.parseFloat(paddingBlockEnd)
}
