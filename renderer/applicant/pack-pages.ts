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
