import { computed, shallowRef } from 'vue'

import { ApiError, errorOf } from './errors'
import { mountRoot } from './mount'
import type { components } from './schema'

type LoggedIn = components['schemas']['LoggedIn']

/** The tokens of a session and whose they are. */
interface Session {
  access: string
  refresh: string
  userId: string
  email: string
  isAdmin: boolean
}

/**
 * Tokens lie in the storage of this origin, which pages of other origins cannot read, under a name of this mount point, since an origin
 * can hold several servers. They are sent in a header, never in an address or cookie.
 */
const storageKey = `tinybase:session:${mountRoot.pathname}`

/** An access token is renewed that long before it ends, so that no request goes out with one that dies on the way. */
const renewBeforeSeconds = 60

const session = shallowRef<Session | null>(load())

/** Whoever is signed in; null for nobody. */
export const user = computed(() => session.value && { id: session.value.userId, email: session.value.email })

/** Another tab signed in or out. */
window.addEventListener('storage', (event) => {
  if (event.key === storageKey || event.key === null) session.value = load()
})

let refreshing: Promise<boolean> | null = null

/** Begins a session with what a login or the setup answered. */
export function begin(answer: LoggedIn): void {
  store({
    access: answer.access_token,
    refresh: answer.refresh_token,
    userId: answer.user_id,
    email: answer.email,
    isAdmin: answer.is_admin,
  })
}

/** Signs in. Only admins get a session here: there is nothing in this UI for others. */
export async function signIn(email: string, password: string): Promise<void> {
  const answer = await post('api/auth/login', { email, password }) as LoggedIn
  if (!answer.is_admin) {
    await revoke(answer.access_token)
    throw new ApiError(403, `${answer.email} is not an admin. Ask an admin of this server for access.`)
  }
  begin(answer)
}

/** Makes the first admin with the secret of the setup link, and signs in. */
export async function setUp(token: string, email: string, password: string): Promise<void> {
  begin(await post('api/auth/setup', { token, email, password }) as LoggedIn)
}

/** Ends the session here and on the server. */
export async function signOut(): Promise<void> {
  const access = session.value?.access
  store(null)
  if (access) await revoke(access)
}

/** Sends a request with the session's token, renewed where it has to be. A 401 that a new token does not mend ends the session. */
export async function fetchAsUser(request: Request): Promise<Response> {
  if (session.value && isOld(session.value.access)) await refresh()
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

/**
 * Asks whether the session still counts; it is renewed or ended as after any refusal. What is open to everybody is answered to a token that
 * counts no more as to nobody, without a word, so that this has to be asked.
 */
export async function checkSession(): Promise<void> {
  if (!session.value) return
  await fetchAsUser(new Request(new URL('api/auth/me', mountRoot))).catch(() => null)
}

function withToken(request: Request, token: string | undefined): Request {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  return request
}

/** Renews the tokens: once, however many ask at a time, and in one tab at a time. False where the session has ended. */
function refresh(): Promise<boolean> {
  refreshing ??= inOneTab(renew).finally(() => { refreshing = null })
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

/** Locks are there in secure contexts only; without, the server's grace of 30 seconds for a used token has to do. */
function inOneTab<T>(run: () => Promise<T>): Promise<T> {
  const locks = (navigator as Partial<Pick<Navigator, 'locks'>>).locks
  return locks ? locks.request(storageKey, run) as Promise<T> : run()
}

function isOld(token: string): boolean {
  const expires = expiryOf(token)
  return expires !== null && expires - renewBeforeSeconds < Date.now() / 1000
}

/** When a token ends, in seconds; null where it cannot be read. */
function expiryOf(token: string): number | null {
  try {
    const claims = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as { exp?: unknown }
    return typeof claims.exp === 'number' ? claims.exp : null
  } catch {
    return null
  }
}

async function post(path: string, body: unknown): Promise<unknown> {
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
async function revoke(access: string): Promise<void> {
  await fetch(new URL('api/auth/logout?scope=this', mountRoot), {
    method: 'POST',
    headers: { Authorization: `Bearer ${access}` },
    keepalive: true,
  }).catch(() => null)
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
