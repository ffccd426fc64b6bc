import { describe, expect, it, vi } from 'vitest'
import { Access } from '../../../main/service/access.ts'

const enter = (access: Access): string => {
  const token = access.exchange(access.issueCode())
  if (token === undefined) throw new Error('A fresh code was not exchanged.')
  return token
}

describe('who may speak to the service over loopback', () => {
  it('a code works once', () => {
    const access = new Access()
    const code = access.issueCode()
    expect(access.exchange(code)).toEqual(expect.any(String))
    expect(access.exchange(code)).toBeUndefined()
  })

  it('a code that was never given works never', () => {
    const access = new Access()
    access.issueCode()
    for (const code of ['', 'x', 'undefined', '__proto__']) expect(access.exchange(code)).toBeUndefined()
  })

  it('a token is no code and a code no token', () => {
    const access = new Access()
    const code = access.issueCode()
    expect(access.admits(`Bearer ${code}`)).toBe(false)
    const token = access.exchange(code) ?? ''
    expect(access.exchange(token)).toBeUndefined()
    expect(access.admits(`Bearer ${token}`)).toBe(true)
  })

  it('only a bearer of the whole token is admitted', () => {
    const access = new Access()
    const token = enter(access)
    for (const header of [
      undefined,
      '',
      'Bearer ',
      token,
      `Basic ${token}`,
      `bearer ${token}`,
      `Bearer ${token.slice(1)}`,
      `Bearer ${token}x`,
    ])
      expect(access.admits(header)).toBe(false)
  })

  it('a window and the one it replaces are admitted; the token before them has ended', () => {
    const access = new Access()
    const [first, second, third] = [enter(access), enter(access), enter(access)]
    expect(access.admits(`Bearer ${first}`)).toBe(false)
    expect(access.admits(`Bearer ${second}`)).toBe(true)
    expect(access.admits(`Bearer ${third}`)).toBe(true)
  })

  it('tells each use of a code, and no refusal', () => {
    const access = new Access()
    const used = vi.fn()
    const unsubscribe = access.onExchange(used)
    access.exchange('never-given')
    expect(used).not.toHaveBeenCalled()
    enter(access)
    expect(used).toHaveBeenCalledOnce()
    unsubscribe()
    enter(access)
    expect(used).toHaveBeenCalledOnce()
  })
})
