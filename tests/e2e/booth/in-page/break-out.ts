/*
 * What the break-out suite does within the page. These functions run in the page: they may name nothing outside
 * of themselves.
 */

type PageState = { zoom: number; scroll: number; screen: string; selection: string }

export function pageState(): PageState {
  return {
    zoom: visualViewport?.scale ?? 0,
    scroll: document.scrollingElement?.scrollTop ?? 0,
    screen: document.querySelector('[data-screen]')?.getAttribute('data-screen') ?? '',
    selection: getSelection()?.toString() ?? '',
  }
}

/** Whether the page keeps the browser from answering an event of its own. */
export function keepsFrom(type: string): boolean {
  const data = new DataTransfer()
  data.setData('text/uri-list', 'https://evil.example/')
  const how = { bubbles: true, cancelable: true }
  const event =
    type.startsWith('drag') || type === 'drop'
      ? new DragEvent(type, { ...how, dataTransfer: data })
      : new MouseEvent(type, how)
  return !document.querySelector('h1')?.dispatchEvent(event)
}

/** Tries to load and to ask for what a kiosk has no use for; by name, whether it was refused. */
export async function tryContent(): Promise<Record<string, boolean>> {
  const blocked: Record<string, boolean> = {}
  // In a callback of the page's own: what the test hands over may do what the page may not.
  blocked['eval'] = await new Promise((resolve) =>
    setTimeout(() => {
      try {
        // eslint-disable-next-line no-new-func, no-implied-eval -- that it is refused is the point
        resolve(new Function('return 1')() !== 1)
      } catch {
        resolve(true)
      }
    }, 0),
  )
  const script = document.createElement('script')
  script.textContent = 'window.broken = true'
  document.head.append(script)
  blocked['inline script'] = !('broken' in window)
  blocked['remote image'] = await new Promise((resolve) => {
    const image = new Image()
    image.addEventListener('load', () => resolve(false))
    image.addEventListener('error', () => resolve(true))
    image.src = 'http://127.0.0.1:9/x.png'
  })
  blocked['foreign fetch'] = await fetch('http://127.0.0.1:9/').then(
    () => false,
    () => true,
  )
  blocked['foreign socket'] = await new Promise((resolve) => {
    try {
      const socket = new WebSocket('ws://127.0.0.1:9/')
      socket.addEventListener('error', () => resolve(true))
      socket.addEventListener('open', () => resolve(false))
    } catch {
      resolve(true)
    }
  })
  const frame = document.createElement('iframe')
  frame.src = 'data:text/html,x'
  document.body.append(frame)
  await new Promise((resolve) => setTimeout(resolve, 200))
  blocked['frame'] = frame.contentDocument === null || frame.contentDocument.body.textContent === ''
  frame.remove()
  for (const api of ['geolocation', 'clipboard', 'usb', 'serial', 'hid', 'bluetooth'] as const) {
    const ask = {
      geolocation: () =>
        new Promise((_, refuse) => navigator.geolocation.getCurrentPosition(() => undefined, refuse)),
      clipboard: () => navigator.clipboard.readText(),
      usb: () =>
        (navigator as never as { usb: { requestDevice(o: object): Promise<unknown> } }).usb.requestDevice({
          filters: [],
        }),
      serial: () =>
        (navigator as never as { serial: { requestPort(): Promise<unknown> } }).serial.requestPort(),
      hid: () =>
        (navigator as never as { hid: { requestDevice(o: object): Promise<unknown> } }).hid.requestDevice({
          filters: [],
        }),
      bluetooth: () =>
        (
          navigator as never as { bluetooth: { requestDevice(o: object): Promise<unknown> } }
        ).bluetooth.requestDevice({ acceptAllDevices: true }),
    }[api]
    blocked[api] = await (async () => ask())().then(
      () => false,
      () => true,
    )
  }
  return blocked
}

export async function statusOf(request: {
  path: string
  method?: string
  headers?: Record<string, string>
  body?: string
}): Promise<number> {
  const { path, ...init } = request
  return (await fetch(path, init)).status
}

export function boothToken(): string {
  return sessionStorage.getItem('booth-token') ?? ''
}
