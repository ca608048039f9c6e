import { toast, toastError } from './toast'

/** Copies a text and says so. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    // Only secure contexts have the clipboard; a server at home is often reached without TLS.
    if ((navigator as Partial<Pick<Navigator, 'clipboard'>>).clipboard) await navigator.clipboard.writeText(text)
    else copyBySelection(text)
    toast(`${what} is copied`, { milliseconds: 2000 })
  } catch (failure) {
    toastError('Nothing was copied', failure)
  }
}

function copyBySelection(text: string): void {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'fixed opacity-0'
  document.body.append(area)
  area.select()
  const isDone = document.execCommand('copy')
  area.remove()
  if (!isDone) throw new Error('The browser does not allow it')
}
