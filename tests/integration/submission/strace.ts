import { spawnSync } from 'node:child_process'

/** Why tests under strace cannot run here, or nothing. */
export const noStrace = ((): string | undefined => {
  const tried = spawnSync('strace', ['-f', '-e', 'trace=fdatasync', 'true'])
  if (tried.error) return 'strace is not installed'
  return tried.status === 0 ? undefined : 'strace may not trace processes here'
})()

/** A finished system call. `call` begins with its name; descriptors carry their paths (-y). */
export type SystemCall = Readonly<{ call: string; result: string }>

/** Finished calls in the order of their ends, of all threads. */
export const parseTrace = (trace: string): SystemCall[] => {
  const unfinished = new Map<string, string>()
  const calls: SystemCall[] = []
  for (const line of trace.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    const begun = / <unfinished \.\.\.>$/
    if (begun.test(rest)) {
      unfinished.set(thread, rest.replace(begun, ''))
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    const whole = resumed ? `${unfinished.get(thread) ?? ''}${resumed[1]}` : rest
    const [, call, result] = /^(.*)\)\s+= (.*)$/.exec(whole) ?? []
    if (call !== undefined && result !== undefined) calls.push({ call, result })
  }
  return calls
}

/** Position of the first call from `from` on that satisfies all of `parts`, or -1. */
export const findCall = (
  calls: readonly SystemCall[],
  from: number,
  name: RegExp,
  ...parts: readonly string[]
): number =>
  calls.findIndex(
    ({ call }, position) => position >= from && name.test(call) && parts.every((part) => call.includes(part)),
  )
