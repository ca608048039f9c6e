import { computed, shallowRef, type ComputedRef } from 'vue'

import { errorOf } from './errors'
import { mountRoot } from './mount'
import type { components } from './schema'

export type LoggedIn = components['schemas']['LoggedIn']

/** The tokens of a session and whose they are. */
interface Session {
  access: string
  refresh: string
  userId: string
  email: string
  isAdmin: boolean
}

/** What keeps a session and sends requests with it. */
export interface SessionKeeper {
  /** Whoever is signed in; null for nobody. */
  user: ComputedRef<{ id: string, email: string } | null>
  /** Begins a session with what a login or the setup answered. */
  begin: (answer: LoggedIn) => void
  /** Ends the session here, without a word to the server. */
  forget: () => void
  /** Ends the session here and on the server. */
  signOut: () => Promise<void>
  /** Sends a request with the session's token, renewed where it has to be. A 401 that a new token does not mend ends the session. */
  fetchAsUser: (request: Request) => Promise<Response>
  /** Renews the token now if it would have to be within some milliseconds: for a request that may have to go out with the page, which waits for nothing. */
  keepFresh: (milliseconds: number) => Promise<void>
  /**
   * Asks whether the session still counts; it is renewed or ended as after any refusal. What is open to everybody is answered to a token that
   * counts no more as to nobody, without a word, so that this has to be asked.
   */
  checkSession: () => Promise<void>
}

/** An access token is renewed that long before it ends, so that no request goes out with one that dies on the way. */
const renewBeforeSeconds = 60
/** Of a short life that would be too much: each request would renew it. */
const renewBeforePart = 0.1

/**
 * Keeps a session in the storage of this origin, which pages of other origins cannot read, under a name of this mount point, since an origin
 * can hold several servers. Its tokens are sent in a header, never in an address or cookie.
 */
export function keepSession(name: string): SessionKeeper {
  const storageKey = `tinybase:${name}:${mountRoot.pathname}`
  const session = shallowRef<Session | null>(load())
  let refreshing: Promise<boolean> | null = null

  // What is sent while the page goes, goes out at once or never.
  let isLeaving = false
  window.addEventListener('pagehide', () => { isLeaving = true })
  window.addEventListener('pageshow', () => { isLeaving = false })

  // Another tab signed in or out.
  window.addEventListener('storage', (event) => {
    if (event.key === storageKey || event.key === null) session.value = load()
  })

  function begin(answer: LoggedIn): void {
    store({
      access: answer.access_token,
      refresh: answer.refresh_token,
      userId: answer.user_id,
      email: answer.email,
      isAdmin: answer.is_admin,
    })
  }

  async function signOut(): Promise<void> {
    const access = session.value?.access
    store(null)
    if (access) await revoke(access)
  }

  async function fetchAsUser(request: Request): Promise<Response> {
    if (session.value && isOld(session.value.access) && !isLeaving) await refresh()
    const used = session.value?.access
    // A body can be read once; the copy is for a second try.
    const again = used ? request.clone() : null
    const response = await fetch(withToken(request, used))
    if (response.status !== 401 || !again) return response
    const renewed = session.value?.access !== used || await refresh()
    if (!renewed || !session.value) {
      if (session.value?.access === used) store(null)
      return response
    }
    const second = await fetch(withToken(again, session.value.access))
    if (second.status === 401) store(null)
    return second
  }

  async function keepFresh(milliseconds: number): Promise<void> {
    // Where it fails the request itself tells.
    if (session.value && isOld(session.value.access, milliseconds / 1000)) await refresh().catch(() => null)
  }

  async function checkSession(): Promise<void> {
    if (!session.value) return
    await fetchAsUser(new Request(new URL('api/auth/me', mountRoot))).catch(() => null)
  }

  /** Renews the tokens: once, however many ask at a time, and in one tab at a time. False where the session has ended. */
  function refresh(): Promise<boolean> {
    refreshing ??= inOneTab(storageKey, renew).finally(() => { refreshing = null })
    return refreshing
  }

  async function renew(): Promise<boolean> {
    const before = session.value
    // Another tab may have been faster while this one waited.
    session.value = load()
    if (!session.value) return false
    if (session.value.refresh !== before?.refresh) return true
    const response = await fetch(new URL('api/auth/refresh', mountRoot), {
      method: 'POST',
      headers: { Authorization: `Bearer ${session.value.refresh}` },
    })
    if (response.ok) {
      begin(await response.json() as LoggedIn)
      return true
    }
    // Too many requests or a server that is just starting do not end a session.
    if (response.status === 401 || response.status === 400) store(null)
    return false
  }

  function store(value: Session | null): void {
    session.value = value
    if (value) localStorage.setItem(storageKey, JSON.stringify(value))
    else localStorage.removeItem(storageKey)
  }

  function load(): Session | null {
    try {
      return JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Session | null
    } catch {
      return null
    }
  }

  const user = computed(() => session.value && { id: session.value.userId, email: session.value.email })
  return { user, begin, forget: () => { store(null) }, signOut, fetchAsUser, keepFresh, checkSession }
}

/** Posts JSON as nobody. */
export async function post(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(new URL(path, mountRoot), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw errorOf(response, answer)
  return answer
}

/** Best effort: a token that cannot be revoked now dies by itself. */
export async function revoke(access: string): Promise<void> {
  await fetch(new URL('api/auth/logout?scope=this', mountRoot), {
    method: 'POST',
    headers: { Authorization: `Bearer ${access}` },
    keepalive: true,
  }).catch(() => null)
}

function withToken(request: Request, token: string | undefined): Request {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  return request
}

/** Locks are there in secure contexts only; without, the server's grace of 30 seconds for a used token has to do. */
function inOneTab<T>(name: string, run: () => Promise<T>): Promise<T> {
  const locks = (navigator as Partial<Pick<Navigator, 'locks'>>).locks
  return locks ? locks.request(name, run) as Promise<T> : run()
}

/** Whether a token has to be renewed, now or in so many seconds. */
function isOld(token: string, inSeconds = 0): boolean {
  const life = lifeOf(token)
  if (!life) return false
  const before = Math.min(renewBeforeSeconds, (life.expires - life.begins) * renewBeforePart)
  return life.expires - before < Date.now() / 1000 + inSeconds
}

/** When a token begins and ends, in seconds; null where it cannot be read. */
function lifeOf(token: string): { begins: number, expires: number } | null {
  try {
    const { iat, exp } = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as { iat?: unknown, exp?: unknown }
    return typeof exp === 'number' ? { begins: typeof iat === 'number' ? iat : 0, expires: exp } : null
  } catch {
    return null
  }
}
