/** What is measured after each session, bytes: the heap in use after a forced collection, and resident memory. */
export type Memory = Readonly<{ heap: number; resident: number }>

export const kb = (bytes: number): string => (bytes / 1_024).toFixed(1)
export const mb = (bytes: number): string => (bytes / 1_048_576).toFixed(0)

/** How far it is, for whoever waits for an hour and a half. */
export const inWords = ({ heap, resident }: Memory): string =>
  `heap ${kb(heap)} KB, resident memory ${mb(resident)} MB`
