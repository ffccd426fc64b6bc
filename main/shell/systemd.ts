import { execFile } from 'node:child_process'

/** What a service under systemd may say (sd_notify). */
type Notice = 'READY=1' | 'WATCHDOG=1' | 'STOPPING=1'

/** Pings within a period of the watchdog: a page that is just being brought back misses some, and no harm is done. */
const pingsPerPeriod = 6

/**
 * Tells systemd, where it is there: Node has no Unix datagram sockets, so `systemd-notify` says it
 * (NotifyAccess=all, design §7). Elsewhere nothing is said.
 */
export function notifySystemd(notice: Notice, env: NodeJS.ProcessEnv = process.env): void {
  if (env['NOTIFY_SOCKET'] === undefined) return
  // A notice that cannot be sent is a missed watchdog ping: systemd draws its own conclusion.
  execFile('systemd-notify', [notice], { env }, () => undefined)
}

/**
 * Feeds systemd's watchdog, only while `alive` says so; starved for its whole period, systemd restarts the
 * service. The returned function stops it.
 */
export function feedWatchdog(alive: () => boolean, env: NodeJS.ProcessEnv = process.env): () => void {
  const period = Number(env['WATCHDOG_USEC'] ?? 0) / 1_000
  if (!(period > 0)) return () => undefined
  const feed = setInterval(() => {
    if (alive()) notifySystemd('WATCHDOG=1', env)
  }, period / pingsPerPeriod)
  feed.unref()
  return () => clearInterval(feed)
}
