/**
 * What the live guidance can say, most important first, as the photo check orders its reasons: whoever is
 * there, then where they are, how they hold the head, the eyes, what hides the face, the mouth, light. Texts: `hint.<code>` in the locales.
 *
 * Directions are the applicant's own: `left` means "move to your left", which is the left of the mirror
 * picture and the right of the camera's.
 */
export const hintCodes = [
  'nobody',
  'several',
  'back',
  'closer',
  'left',
  'right',
  'up',
  'down',
  /** Turned away to a side: look straight at the camera. */
  'turn',
  'chin-up',
  'chin-down',
  /** Tilted towards a shoulder. */
  'straighten',
  'eyes',
  'hair',
  'glasses',
  'mask',
  'hand',
  'hat',
  'mouth',
  'light',
  /** Nothing is left to mend: stay so, the picture is taken by itself. */
  'hold',
] as const
export type HintCode = (typeof hintCodes)[number]

/** Where the arrow on the mirror picture points; null where words alone serve. */
export type HintArrow = 'left' | 'right' | 'up' | 'down' | 'closer' | 'back'

export function arrowOf(code: HintCode): HintArrow | null {
  switch (code) {
    case 'left':
    case 'right':
    case 'up':
    case 'down':
    case 'closer':
    case 'back':
      return code
    case 'chin-up':
      return 'up'
    case 'chin-down':
      return 'down'
    default:
      return null
  }
}
