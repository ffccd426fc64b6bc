/** Resolves when the process is told to end. To be asked for before anybody is told that the process is ready. */
export const toldToEnd = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
