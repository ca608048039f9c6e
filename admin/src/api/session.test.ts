import { beforeEach, describe, expect, it, vi } from 'vitest'

const key = `tinybase:session:${new URL('..', document.baseURI).pathname}`
const far = token(Date.now() / 1000 + 3600)
const ended = token(Date.now() / 1000 - 10)

function token(exp: number, iat?: number): string {
  return `h.${btoa(JSON.stringify({ iat, exp, r: Math.random() }))}.s`
}

function stored(access: string, refresh = 'r1'): void {
  localStorage.setItem(key, JSON.stringify({ access, refresh, userId: 'u', email: 'ada@example.com', isAdmin: true }))
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
}

function sentToken(request: unknown): string | null {
  return request instanceof Request ? request.headers.get('Authorization') : null
}

const answer = (access: string) => ({ access_token: access, refresh_token: 'r2', token_type: 'bearer', user_id: 'u', email: 'ada@example.com', is_admin: true, admin_created: false })

describe('a session', () => {
  beforeEach(() => {
    localStorage.clear()
    vi.resetModules()
  })

  it('renews an ended token once, however many requests need it, and sends them with the new one', async () => {
    stored(ended)
    const { fetchAsUser } = await import('./session')
    const calls: string[] = []
    vi.stubGlobal('fetch', vi.fn((request: Request | URL) => {
      calls.push(request instanceof Request ? sentToken(request)! : 'refresh')
      return Promise.resolve(request instanceof Request ? json(200, {}) : json(200, answer(far)))
    }))
    await Promise.all([1, 2, 3].map(() => fetchAsUser(new Request('http://localhost/api/x'))))
    expect(calls.filter((call) => call === 'refresh')).toHaveLength(1)
    expect(calls.filter((call) => call === `Bearer ${far}`)).toHaveLength(3)
  })

  it('ends where the refresh token counts no more, and gives the refusal back', async () => {
    stored(far)
    const { fetchAsUser, user } = await import('./session')
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(json(401, { detail: 'Invalid or expired token' }))))
    expect((await fetchAsUser(new Request('http://localhost/api/x'))).status).toBe(401)
    expect(user.value).toBeNull()
    expect(localStorage.getItem(key)).toBeNull()
  })

  it('outlives a server that cannot refresh right now', async () => {
    stored(ended)
    const { fetchAsUser, user } = await import('./session')
    vi.stubGlobal('fetch', vi.fn((request: Request | URL) => Promise.resolve(request instanceof Request ? json(200, {}) : json(429, {}))))
    await fetchAsUser(new Request('http://localhost/api/x'))
    expect(user.value?.email).toBe('ada@example.com')
  })

  it('sends what goes with the page at once, with the token at hand', async () => {
    stored(ended)
    const { fetchAsUser } = await import('./session')
    const calls: string[] = []
    vi.stubGlobal('fetch', vi.fn((request: Request | URL) => {
      calls.push(request instanceof Request ? sentToken(request)! : 'refresh')
      return Promise.resolve(request instanceof Request ? json(200, {}) : json(200, answer(far)))
    }))
    window.dispatchEvent(new Event('pagehide'))
    await fetchAsUser(new Request('http://localhost/api/x'))
    window.dispatchEvent(new Event('pageshow'))
    await fetchAsUser(new Request('http://localhost/api/x'))
    expect(calls).toEqual([`Bearer ${ended}`, 'refresh', `Bearer ${far}`])
  })

  it('renews before the time what would be old within it', async () => {
    const now = Date.now() / 1000
    stored(token(now + 64, now - 3600))
    const { fetchAsUser, keepFresh } = await import('./session')
    const calls: string[] = []
    vi.stubGlobal('fetch', vi.fn((request: Request | URL) => {
      calls.push(request instanceof Request ? sentToken(request)! : 'refresh')
      return Promise.resolve(request instanceof Request ? json(200, {}) : json(200, answer(far)))
    }))
    await keepFresh(2000)
    expect(calls).toEqual([])
    await keepFresh(6000)
    await fetchAsUser(new Request('http://localhost/api/x'))
    expect(calls).toEqual(['refresh', `Bearer ${far}`])
  })

  it.each([[60, 50, false], [60, 5, true], [86_400, 70, false], [86_400, 50, true]])('renews a token of %i seconds that has %i left: %s', async (life, left, isRenewed) => {
    const now = Date.now() / 1000
    stored(token(now + left, now + left - life))
    const { fetchAsUser } = await import('./session')
    const sent = vi.fn((request: Request | URL) => Promise.resolve(json(200, request instanceof Request ? {} : answer(far))))
    vi.stubGlobal('fetch', sent)
    await fetchAsUser(new Request('http://localhost/api/x'))
    expect(sent).toHaveBeenCalledTimes(isRenewed ? 2 : 1)
  })

  it('is not begun for somebody who is no admin', async () => {
    const { signIn, user } = await import('./session')
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(json(200, { ...answer(far), is_admin: false }))))
    await expect(signIn('bob@example.com', 'x')).rejects.toThrow('is not an admin')
    expect(user.value).toBeNull()
  })
})
