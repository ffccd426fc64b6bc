/** What a window of the booth is opened with. */
export type WindowArguments = Readonly<{
  /** Where the page is; its fragment holds the one-time code. */
  address: string
  /** Profile of this window alone; gone with it. */
  profile: string
  /** Development as root: Chromium has no sandbox there (design §7). Never in production. */
  withoutSandbox: boolean
  /** Under a Wayland compositor: cage, in a booth. */
  wayland: boolean
}>

/**
 * Command line of the system's Chromium as the booth's locked window. What flags cannot lock is locked by
 * the policy file (`policy.ts`); neither alone is enough.
 */
export const chromiumArguments = ({
  address,
  profile,
  withoutSandbox,
  wayland,
}: WindowArguments): string[] => [
  '--kiosk',
  // Without a window manager nothing else makes it fill the screen.
  '--start-fullscreen',
  '--window-position=0,0',
  `--app=${address}`,
  `--user-data-dir=${profile}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--noerrdialogs',
  '--hide-crash-restore-bubble',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--disable-translate',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--disable-features=Translate,TouchpadOverscrollHistoryNavigation,OverscrollHistoryNavigation,MediaRouter,GlobalMediaControls,OptimizationHints',
  '--disk-cache-size=1',
  '--media-cache-size=1',
  '--password-store=basic',
  // The guidance speaks on a screen that nobody has touched yet.
  '--autoplay-policy=no-user-gesture-required',
  // By the compositor's Xwayland. As Wayland's own client, a full-screen Chromium (156) dies of a failed check in Debian
  // 12's cage (0.1.4), which calls it full-screen before it says how large the screen is.
  ...(wayland ? ['--ozone-platform=x11'] : []),
  ...(withoutSandbox ? ['--no-sandbox'] : []),
]

/** Switches that would open the window to somebody else; no production command line may hold one. */
export const forbiddenSwitches = [
  '--no-sandbox',
  '--remote-debugging-port',
  '--remote-debugging-pipe',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--use-file-for-fake-video-capture',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--load-extension',
] as const
