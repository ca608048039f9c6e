import { beforeEach, describe, expect, it, vi } from 'vitest'

const base = {
  enabled: true, instance_name: 'Films', logo_url: null, primary_color: null, background_image_url: null, registration_enabled: true, mail_enabled: true,
  login_redirect_url: 'https://app.example.com/home', register_redirect_url: 'https://app.example.com/welcome', redirect_url: null,
}
const replace = vi.fn()

async function open(search: string, state: Record<string, unknown> = {}) {
  vi.resetModules()
  replace.mockClear()
  document.head.innerHTML = '<meta name="tinybase-portal">'
  document.querySelector('meta')!.content = JSON.stringify({ ...base, ...state })
  window.history.replaceState(null, '', `/auth/login${search}`)
  vi.spyOn(window.location, 'replace').mockImplementation(replace)
  return await import('./goOn')
}

describe('going on to the app', () => {
  beforeEach(() => {
    localStorage.clear()
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  it('leads to what the settings say where nothing was asked for', async () => {
    const { goOn } = await open('')
    expect(await goOn('login')).toBe(true)
    expect(await goOn('register')).toBe(true)
    expect(replace.mock.calls).toEqual([['https://app.example.com/home'], ['https://app.example.com/welcome']])
  })

  it.each(['//evil.example', '\\\\evil.example', 'javascript:alert(1)', 'https://evil.example', 'https://app.example.com.evil.example'])(
    'never leads to %s, which the server did not allow', async (wanted) => {
      const { goOn } = await open(`?redirect=${encodeURIComponent(wanted)}&code_challenge=x`)
      await goOn('login')
      expect(replace).toHaveBeenCalledExactlyOnceWith('https://app.example.com/home')
    })

  it('does not open what is no page, whatever the settings say', async () => {
    const { goOn, isLeaving } = await open('', { login_redirect_url: 'javascript:alert(1)' })
    await expect(goOn('login')).rejects.toThrow('cannot be opened')
    expect(replace).not.toHaveBeenCalled()
    expect(isLeaving.value).toBe(false)
  })

  it('hands over a code behind the #, with the state of the app, to the address as the server has it', async () => {
    const { goOn } = await open('?redirect=HTTPS://app.example.com/cb&code_challenge=c&state=a%20b', { redirect_url: 'https://app.example.com/cb' })
    const sent: unknown[] = []
    vi.stubGlobal('fetch', vi.fn(async (request: Request) => {
      sent.push(new URL(request.url).pathname, await request.json())
      return new Response(JSON.stringify({ code: 'one&time', redirect_url: 'https://app.example.com/cb', expires_in: 60 }))
    }))
    await goOn('login')
    expect(sent).toEqual(['/api/auth/portal/code', { redirect_url: 'https://app.example.com/cb', code_challenge: 'c' }])
    expect(replace).toHaveBeenCalledExactlyOnceWith('https://app.example.com/cb#code=one%26time&state=a+b')
  })

  it('stays where a code is refused, and says why', async () => {
    const { goOn, isLeaving } = await open('?redirect=x&code_challenge=c', { redirect_url: 'https://app.example.com/cb' })
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify({ detail: 'This redirect URL is not allowed' }), { status: 400 }))))
    await expect(goOn('login')).rejects.toThrow('This redirect URL is not allowed')
    expect(replace).not.toHaveBeenCalled()
    expect(isLeaving.value).toBe(false)
  })

  it('has nowhere to go without settings', async () => {
    const { goOn } = await open('', { login_redirect_url: null })
    expect(await goOn('login')).toBe(false)
  })
})
