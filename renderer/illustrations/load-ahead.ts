const addresses = Object.values(import.meta.glob<string>('./*.svg', { eager: true, import: 'default' }))

/** What nobody holds, the browser forgets. */
const kept: HTMLImageElement[] = []

/** Loads every drawing, one after another while nothing else is to do: the screen which needs it shows it at once. */
export async function loadDrawingsAhead(): Promise<void> {
  for (const address of addresses) {
    await new Promise((resolve) => requestIdleCallback(resolve))
    const image = new Image()
    image.src = address
    kept.push(image)
    // One that does not come now comes with its screen.
    await image.decode().catch(() => undefined)
  }
}
