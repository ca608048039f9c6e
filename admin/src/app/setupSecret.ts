import { ref } from 'vue'

/** The secret of the setup link; in this page's memory only. */
export const setupSecret = ref(take())

/** Whether the setup link of this server counts, as it was when the page was sent. */
export const isSetupOpen = ref(document.querySelector<HTMLMetaElement>('meta[name="tinybase-setup"]')?.content === 'open')

/** Takes the secret out of the address, where it would stay in the history and be seen over a shoulder. */
export function take(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('setup')
  if (given !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return given
}
