/** Something that could not be done at all, said in one sentence: bad arguments, a path that cannot be opened. */
export class CannotDo extends Error {
  override name = 'CannotDo'
}

/** Exit codes of every command (design §6). */
export const exitCodes = { yes: 0, no: 1, couldNotBeDone: 2 } as const
