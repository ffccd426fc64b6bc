const began = Date.now()
let failures = 0

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** One line on standard output: whether it is so, and after how many seconds; where not, what was seen instead. */
export function check(what: string, good: boolean, detail = ''): void {
  if (!good) failures += 1
  const seconds = String(Math.round((Date.now() - began) / 1000)).padStart(4)
  const seen = good || detail === '' ? '' : `\n${detail}`
  say(`${good ? 'ok  ' : 'NOT '} ${seconds} s  ${what}${seen}`)
}

/** The last line, and the exit code. */
export function conclude(where: string): void {
  const told = failures === 0 ? 'Everything is as it should be' : `${failures} are NOT as they should be`
  say(`${told} (${where}).`)
  process.exitCode = failures === 0 ? 0 : 1
}
