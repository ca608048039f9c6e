import { ref } from 'vue'

import { send } from './account'
import { portal, trip, type Portal } from './portal'

/** Whether the browser is on its way to the app. */
export const isLeaving = ref(false)

/** Where to go after signing in or registering; null for nowhere but one's own account. */
export function targetOf(after: 'login' | 'register', from: Portal = portal): string | null {
  return from.redirect_url ?? (after === 'login' ? from.login_redirect_url : from.register_redirect_url)
}

/** The name of where it goes, for people. */
export function placeOf(target: string | null): string | null {
  return target && URL.canParse(target) ? new URL(target).host : null
}

/**
 * Leaves for the app. One that asked for a session gets a code with which it fetches the tokens: behind the `#`, which no browser sends
 * anywhere and no log shows. Tokens are in no address.
 * @returns False if there is nowhere to go.
 */
export async function goOn(after: 'login' | 'register'): Promise<boolean> {
  const target = targetOf(after)
  if (!target) return false
  isLeaving.value = true
  try {
    leave(portal.redirect_url && trip.challenge ? await withCode(portal.redirect_url, trip.challenge) : target)
    return true
  } catch (failure) {
    isLeaving.value = false
    throw failure
  }
}

async function withCode(target: string, challenge: string): Promise<string> {
  const { code, redirect_url } = await send<{ code: string, redirect_url: string }>('POST', 'api/auth/portal/code', { redirect_url: target, code_challenge: challenge })
  return `${redirect_url}#${new URLSearchParams({ code, ...(trip.state === null ? {} : { state: trip.state }) }).toString()}`
}

/** The server allowed the address; that it leads to a page is looked at once more. Going back does not lead here again. */
function leave(target: string): void {
  if (!/^https?:\/\//.test(target)) throw new Error(`This address cannot be opened: ${target}`)
  location.replace(target)
}
