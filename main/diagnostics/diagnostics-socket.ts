import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import * as z from 'zod'
import { Report } from './contract.ts'

/*
 * Where `booth diagnose` asks the service that runs already, for two programs cannot hold one camera. A
 * Unix socket of its own: whoever may write in the booth's state folder may ask, nobody else.
 */

const socketName = 'diagnostics.sock'
const Question = z.strictObject({ level: z.enum(['internal', 'external']) })
type Question = Readonly<z.infer<typeof Question>>
/** A question is one short line. */
const maxQuestionBytes = 200
/** The service answers within ten seconds (diagnose.ts); this long, and it hangs. */
const answerWithinMs = 20_000

/** @throws a one-sentence Error where the socket cannot be made: the folder's path is too long, or not writable. */
export const serveDiagnostics = (
  folder: string,
  answer: (question: Question) => Promise<Report>,
): Promise<Readonly<{ close(): Promise<void> }>> => {
  const path = join(folder, socketName)
  // Left by a service that was killed: one outbox has one service, so nobody answers there.
  rmSync(path, { force: true })
  const server = createServer((socket) => void talk(socket, answer))
  return new Promise((resolve, reject) => {
    server.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) =>
      reject(new Error(`storage.folder: ${path} cannot be opened as a socket (${code}).`)),
    )
    server.listen(path, () => {
      chmodSync(path, 0o600)
      resolve({ close: () => new Promise((closed) => void server.close(() => closed())) })
    })
  })
}

const talk = async (socket: Socket, answer: (question: Question) => Promise<Report>): Promise<void> => {
  socket.on('error', () => socket.destroy())
  const line = await firstLine(socket)
  const question = Question.safeParse(parseJson(line))
  if (question.success) socket.end(JSON.stringify(await answer(question.data)))
  else socket.destroy()
}

const firstLine = async (socket: Socket): Promise<string> => {
  let text = ''
  try {
    for await (const piece of socket.iterator({ destroyOnReturn: false })) {
      text += String(piece)
      if (text.includes('\n') || text.length > maxQuestionBytes) break
    }
  } catch {
    return ''
  }
  return text
}

/** The report of the service that runs in this folder; `undefined` where none does. */
export const askDiagnostics = (folder: string, question: Question): Promise<Report | undefined> =>
  new Promise((resolve) => {
    let text = ''
    const socket = connect(join(folder, socketName))
    socket.setEncoding('utf8')
    socket.setTimeout(answerWithinMs, () => socket.destroy())
    socket.on('connect', () => socket.write(`${JSON.stringify(question)}\n`))
    socket.on('data', (piece) => {
      text += String(piece)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(Report.safeParse(parseJson(text)).data))
  })

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
