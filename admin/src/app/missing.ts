import { ApiError } from '@/api/errors'
import { mountRoot } from '@/api/mount'
import { toastError } from '@/lib/toast'

/** What was loaded anew, in this tab: what is missing for good is not loaded again and again. */
const triedKey = 'tinybase:loaded-anew'

/**
 * Deals with a page whose script did not come. The files of a server that was upgraded have other names; then the whole UI is loaded anew at
 * the address that was wanted. Of one that does not answer that is told.
 */
export async function openAnew(address: string): Promise<void> {
  try {
    const { ok, status } = await fetch(new URL('admin/', mountRoot), { cache: 'no-store' })
    if (!ok) throw new ApiError(status, `The server answered ${status}`)
    if (sessionStorage.getItem(triedKey) === address) throw new Error('The server does not have its script. Build or install the admin UI again.')
    sessionStorage.setItem(triedKey, address)
    window.location.assign(address)
  } catch (failure) {
    toastError('The page could not be opened', failure)
  }
}

/** Tells that a page is there. */
export function forgetAnew(): void {
  sessionStorage.removeItem(triedKey)
}
