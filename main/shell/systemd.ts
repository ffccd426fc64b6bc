import { execFile } from 'node:child_process'

/** What a service under systemd may say (sd_notify). */
type Notice = 'READY=1' | 'WATCHDOG=1' | 'STOPPING=1'

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
 * Feeds systemd's watchdog at half its period, only while `alive` says so; starved, systemd restarts the
 * service. The returned function stops it.
 */
export function feedWatchdog(alive: () => boolean, env: NodeJS.ProcessEnv = process.env): () => void {
  const period = Number(env['WATCHDOG_USEC'] ?? 0) / 1_000
  if (!(period > 0)) return () => undefined
  const feed = setInterval(() => {
    if (alive()) notifySystemd('WATCHDOG=1', env)
  }, period / 2)
  feed.unref()
  return () => clearInterval(feed)
}
