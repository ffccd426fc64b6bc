import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type Filling, packPages, type Rooms } from './pack-pages.ts'

/*
 * Never clip, never scroll: what does not fit on a screen goes to its next page. The blocks of a stage are
 * measured at their least height (pictures shrink first) and packed in order.
 */

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

/** The page of each block of a stage, all of them measured at their least height; leaves the stage as it was. */
function packStage(stage: HTMLElement, rooms: Rooms, filling: Filling): readonly number[] {
  const blocks = blocksOf(stage)
  const hidden = blocks.map((block) => block.hidden)
  const again = stage.dataset['again']
  for (const block of blocks) block.hidden = false
  stage.dataset['measuring'] = ''
  delete stage.dataset['again']
  const heights = blocks.map((block) => block.getBoundingClientRect().height)
  const gap = Number.parseFloat(getComputedStyle(stage).rowGap) || 0
  const together = (some: readonly number[]) => some.reduce((sum, height) => sum + gap + height, -gap)
  const leadOf = () => {
    stage.dataset['again'] = ''
    return together(blocks.filter(stays).map((block) => block.getBoundingClientRect().height))
  }
  // Heights are fractions of a pixel; room is a whole number of them.
  const [last, others] = [rooms.last + 1, rooms.others + 1]
  const pages =
    together(heights) <= last
      ? heights.map(() => 0)
      : packPages(heights, { last, others }, gap, leadOf(), filling)
  if (again !== undefined) stage.dataset['again'] = again
  else delete stage.dataset['again']
  delete stage.dataset['measuring']
  blocks.forEach((block, index) => (block.hidden = hidden[index] ?? false))
  return pages
}

/** What the pages were last packed of; as long as nothing of it changes, they need not be packed again. */
type Packed = Readonly<{ content: readonly unknown[]; blocks: readonly HTMLElement[]; rooms: Rooms }>

const areSame = (ones: readonly unknown[], others: readonly unknown[]): boolean =>
  ones.length === others.length && ones.every((one, index) => one === others[index])

const isSame = (one: Packed, other: Packed): boolean =>
  areSame(one.content, other.content) &&
  areSame(one.blocks, other.blocks) &&
  one.rooms.last === other.rooms.last &&
  one.rooms.others === other.rooms.others

/**
 * Shows one page of a stage's blocks.
 *
 * @param subject changes when something else is shown, which is then shown from its first page
 * @param content what the words within the blocks are made of; the same as long as they are
 * @param roomsOf heights for the blocks in pixels, by the keys that stand below
 */
export function usePages(
  stageRef: RefObject<HTMLElement | null>,
  subject: string,
  content: readonly unknown[],
  roomsOf: (stage: HTMLElement) => Rooms,
  filling: Filling = 'alike',
): Pages {
  const [of, setOf] = useState<readonly number[]>([])
  const [at, setAt] = useState({ subject, page: 0 })
  const count = of.length === 0 ? 1 : Math.max(...of) + 1
  // Forgotten at once: who comes back to it later begins anew.
  if (at.subject !== subject) setAt({ subject, page: 0 })
  const current = at.subject === subject ? Math.min(at.page, count - 1) : 0
  const packed = useRef<Packed | null>(null)

  // Before anything is seen: found out only on the last page, the height of its keys would move blocks to pages that
  // have been turned already, and nobody would see them.
  const [probed, setProbed] = useState<string | null>(null)
  const probing = count > 1 && probed !== subject

  const pack = () => {
    const stage = stageRef.current
    if (stage === null) return
    const now = { content, blocks: blocksOf(stage), rooms: roomsOf(stage) }
    // Each reading of heights lays the stage out twice: most of what a press costs.
    if (packed.current === null || !isSame(packed.current, now)) {
      const next = layBeside(stage, () => packStage(stage, now.rooms, filling))
      packed.current = { ...now, blocks: blocksOf(stage) }
      setOf((before) => (before.join() === next.join() ? before : next))
    }
    if (probing) setProbed(subject)
  }
  const latest = useRef(pack)

  useLayoutEffect(() => {
    latest.current = pack
    pack()
  })

  useEffect(() => {
    const stage = stageRef.current
    if (stage === null) return
    const packAnew = () => {
      packed.current = null
      latest.current()
    }
    const observer = new ResizeObserver(() => latest.current())
    observer.observe(stage)
    // A picture that has come may be wider than its place was, and push words onto another line.
    stage.addEventListener('load', packAnew, { capture: true })
    document.fonts.addEventListener('loadingdone', packAnew)
    return () => {
      observer.disconnect()
      stage.removeEventListener('load', packAnew, { capture: true })
      document.fonts.removeEventListener('loadingdone', packAnew)
    }
  }, [stageRef])

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
