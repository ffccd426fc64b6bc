/**
 * Whether the middle of the window shows anything of `place`. That some element is there does not tell it: the
 * hidden corner for staff and the dock come and go beside a screen, and would be there without one too.
 */
export function isPainted(place: Element): boolean {
  const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2)
  return middle !== place && place.contains(middle)
}
