import { shallowRef } from 'vue'

import { errorOf } from '@/api/errors'
import { mountRoot } from '@/api/mount'
import type { components } from '@/api/schema'
import { keepSession, post, type LoggedIn } from '@/api/sessions'

export type Profile = components['schemas']['Profile']
export type DeviceSession = components['schemas']['SessionView']

/** The session is the portal's own: whoever signs in to the admin UI is not signed in here, and the other way round. */
const { user, begin, forget, signOut: endSession, fetchAsUser } = keepSession('portal')

/** Whoever is signed in, as the server knows them; null for nobody. */
export const profile = shallowRef<Profile | null>(null)

export { post, user }

/** Sends a request as whoever is signed in. */
export async function send<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const response = await fetchAsUser(new Request(new URL(path, mountRoot), {
    method,
    cache: 'no-store',
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  }))
  const answer: unknown = await response.json().catch(() => null)
  if (response.status === 401) profile.value = null
  if (!response.ok) throw errorOf(response, answer)
  return answer as T
}

/** Reads who is signed in. A server that does not answer leaves them as they are. */
export async function readProfile(): Promise<void> {
  profile.value = user.value ? await send<Profile>('GET', 'api/auth/me').catch(() => profile.value) : null
}

export async function signIn(email: string, password: string): Promise<void> {
  begin(await post('api/auth/login', { email, password }) as LoggedIn)
  await readProfile()
}

/** Makes an account and signs in. The address is to be verified, but nobody has to wait for that. */
export async function register(email: string, password: string, isMailOn: boolean): Promise<void> {
  await post('api/auth/register', { email, password })
  await signIn(email, password)
  if (isMailOn) await askForVerification().catch(() => null)
}

export async function askForVerification(): Promise<void> {
  await send('POST', 'api/auth/email-verification/request')
}

/** Ends this session. */
export async function signOut(): Promise<void> {
  profile.value = null
  await endSession()
}

/** Ends all sessions, those of apps too. */
export async function signOutEverywhere(): Promise<void> {
  await send('POST', 'api/auth/logout')
  profile.value = null
  forget()
}
