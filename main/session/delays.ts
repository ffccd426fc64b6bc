/** Every wait of the session, in milliseconds, each with its reason. Configuration may change some. */
export const defaultDelays = {
  /** A code is read within a second or two; after this the person is shown where the QR code is. */
  noReadAfter: 20_000,
  /** Nobody is hurried: turning a seat or finding glasses takes this long without a press. */
  stillThereAfter: 120_000,
  /** Time to answer "still there?" before the session is ended and everything of it is gone. */
  stillThereFor: 60_000,
  /** A cable put back, a camera that restarts: worth waiting for before the session is given up. */
  deviceGrace: 30_000,
  /** The camera picture comes within a second; a page that does not answer by then is a fault. */
  shotWithin: 10_000,
  /** Stills of one burst lie apart, so that a blink spoils one of them only. */
  betweenShots: 400,
  /** The intake's answer to the check beforehand; without it the applicant simply goes on. */
  checkWithin: 3_000,
  /** The intake asks the authority for 8 s (design §5); 2 s more for the line, then the application is "kept". */
  outcomeWithin: 10_000,
  /** Long enough to read "take your form with you", short enough not to hold up the next person. */
  farewellFor: 10_000,
  /** Somebody who only tried the text size and left: the next person finds the usual screen. */
  preferencesForgottenAfter: 60_000,
  /** A slip that is not printed by then is shown as a QR code. */
  slipWithin: 30_000,
} as const

export type Delays = Readonly<Record<keyof typeof defaultDelays, number>>
