/**
 * Title of a test or group that may be left out, with the reason where it is: the closing count of `npm test`
 * reads it there, and takes a skip without a reason for a failure.
 */
export const leftOutIf = (title: string, reason: string | undefined): string =>
  reason === undefined ? title : `${title} (skipped: ${reason})`
