import { connect, type Socket } from 'node:net'

/*
 * A process of its own that sends as much as it can over up to 32 connections: `fork(file, [port, kind])`. It says
 * how many requests it has sent when it is told to end.
 */
const [port = '', kind = ''] = process.argv.slice(2)
const connections = 32

const head = (line: string, ...headers: string[]): string =>
  [`${line} HTTP/1.1`, `host: 127.0.0.1:${port}`, ...headers, '', ''].join('\r\n')
const post = (path: string, length: number, ...headers: string[]): string =>
  head(`POST ${path}`, 'content-type: application/json', `content-length: ${length}`, ...headers)

/** What a connection sends again and again, by kind of flood. */
const floods: Readonly<Record<string, string>> = {
  'wrong origin': head('GET /', 'origin: https://attacker.example'),
  'no token': head('GET /api/view', 'x-booth-page: somebody-else'),
  'guessed codes': post('/api/token', 16) + '{"code":"guess"}',
  'files of the page': head('GET /'),
  malformed: 'GET / HTTP/9.9\r\n\0\r\n\r\n',
  'huge body': post('/api/token', 1_000_000_000) + 'x'.repeat(60_000),
  'a hundred at once': head('GET /api/health').repeat(100),
}
/** One byte every so often, in milliseconds: a request that never ends. */
const trickleMs = 50

let sent = 0
let ended = false

function flood(): void {
  const mix = Object.keys(floods)
  for (let n = 0; n < connections; n++) attack(kind === 'all' ? (mix[n % mix.length] ?? '') : kind)
}

function attack(how: string): void {
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.on('close', () => {
    if (!ended) setImmediate(attack, how)
  })
  if (how === 'slow') return trickle(socket)
  const bytes = floods[how] ?? ''
  const send = (): void => {
    if (socket.destroyed) return
    sent += 1
    socket.write(bytes)
  }
  socket.on('connect', send)
  // The next as soon as the last is answered; what is never answered is poured in as fast as it is taken.
  if (how === 'huge body') socket.on('drain', send)
  socket.on('data', send)
}

function trickle(socket: Socket): void {
  const bytes = head('GET /', `x-slow: ${'x'.repeat(500)}`)
  let at = 0
  const drip = setInterval(() => {
    sent += 1
    socket.write(bytes[at++ % bytes.length] ?? '')
  }, trickleMs)
  socket.on('close', () => clearInterval(drip))
}

process.once('message', () => {
  ended = true
  process.send?.(sent, () => process.exit(0))
})
flood()
