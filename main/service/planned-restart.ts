import { todayInTokyo } from '../form/calendar-date.ts'

/** How often it is looked whether the time has come, in milliseconds. */
const lookEveryMs = 30_000
/** The planned time has passed for at most this long, in hours: a booth switched on at noon waits for the night. */
const latestHours = 2

/** Whether a planned time of day (HH:MM in Japan) has come and is not long past. */
export function isDue(time: string, now: Date): boolean {
  const due = new Date(`${todayInTokyo(now)}T${time}:00+09:00`)
  const late = now.getTime() - due.getTime()
  return late >= 0 && late < latestHours * 3_600_000
}

/**
 * Restarts the booth once a night, when nobody is in it: memory that grew for days is given back, and an
 * update laid ready is taken up. A process that itself began after the planned time has done it already.
 */
export function planNightlyRestart(
  time: string | null,
  booth: Readonly<{ idle: () => boolean; restart: () => void }>,
  now: () => Date = () => new Date(),
): () => void {
  if (time === null) return () => undefined
  let begunBefore = !isDue(time, now())
  const look = setInterval(() => {
    const due = isDue(time, now())
    if (!due) begunBefore = true
    else if (begunBefore && booth.idle()) {
      clearInterval(look)
      booth.restart()
    }
  }, lookEveryMs)
  look.unref()
  return () => clearInterval(look)
}
