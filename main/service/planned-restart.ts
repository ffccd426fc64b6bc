import { todayInTokyo } from '../form/calendar-date.ts'

/** How often it is looked whether there is a reason, in milliseconds. */
const lookEveryMs = 30_000
/** The planned time has passed for at most this long, in hours: a booth switched on at noon waits for the night. */
const latestHours = 2

/** Whether a planned time of day (HH:MM in Japan) has come and is not long past. */
export function isDue(time: string, now: Date): boolean {
  const due = new Date(`${todayInTokyo(now)}T${time}:00+09:00`)
  const late = now.getTime() - due.getTime()
  return late >= 0 && late < latestHours * 3_600_000
}

export type RestartPlan = Readonly<{
  /** Time of day, HH:MM in Japan; null for none. */
  nightly: string | null
  /** Resident memory in bytes beyond which a booth is rather begun anew than ended by the system. */
  mostMemory: number
  idle: () => boolean
  restart: (because: 'nightly' | 'memory-high') => void
  /** For tests. */
  memory?: () => number
}>

/**
 * Restarts the booth when nobody is in it: once a night, when memory that grew for days is given back and an update
 * laid ready is taken up, and whenever it holds too much. A process that itself began after the planned time has
 * done it already.
 */
export function planRestart({
  nightly,
  mostMemory,
  idle,
  restart,
  memory = () => process.memoryUsage.rss(),
}: RestartPlan): () => void {
  const isNight = (): boolean => nightly !== null && isDue(nightly, new Date())
  let begunBefore = !isNight()
  const look = setInterval(() => {
    const night = isNight()
    if (!night) begunBefore = true
    const because = night && begunBefore ? 'nightly' : memory() > mostMemory ? 'memory-high' : null
    if (because === null || !idle()) return
    clearInterval(look)
    restart(because)
  }, lookEveryMs)
  look.unref()
  return () => clearInterval(look)
}
