import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Access } from '../../../main/service/access.ts'
import { keepWindowTicket, ticketFile } from '../../../main/service/window-ticket.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machinaka-ticket-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ticket = (): URL => new URL(readFileSync(ticketFile(folder), 'utf8').trim())

describe('the ticket of a window that runs as another user', () => {
  it('is an address with a code that lets the window in', () => {
    const access = new Access()
    keepWindowTicket(access, 'http://127.0.0.1:8790', folder)
    expect(ticket().origin).toBe('http://127.0.0.1:8790')
    expect(access.exchange(ticket().hash.slice(1))).toBeDefined()
  })

  it('can be read by the owner and the group, and by nobody else', () => {
    keepWindowTicket(new Access(), 'http://127.0.0.1:8790', folder)
    expect(statSync(ticketFile(folder)).mode & 0o777).toBe(0o640)
  })

  it('is another one as soon as it was used, and nothing else is left beside it', () => {
    const access = new Access()
    keepWindowTicket(access, 'http://127.0.0.1:8790', folder)
    const used = ticket().hash
    access.exchange(used.slice(1))
    expect(ticket().hash).not.toBe(used)
    expect(access.exchange(ticket().hash.slice(1))).toBeDefined()
    expect(readdirSync(folder)).toEqual(['window-address'])
  })

  it('is gone when the service ends, and does not come back', () => {
    const access = new Access()
    const end = keepWindowTicket(access, 'http://127.0.0.1:8790', folder)
    end()
    access.exchange(access.issueCode())
    expect(existsSync(ticketFile(folder))).toBe(false)
  })
})
