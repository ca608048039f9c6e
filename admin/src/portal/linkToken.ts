import { ref } from 'vue'

/** The secret of a link from an e-mail; in this page's memory only. */
export const linkToken = ref(take())

// A link that is opened in the same tab loads nothing.
window.addEventListener('hashchange', () => { linkToken.value = take() ?? linkToken.value })

/** Takes the secret out of the address, where it would stay in the history and be seen over a shoulder. */
export function take(): string | null {
  if (location.hash.length < 2) return null
  const given = location.hash.slice(1)
  history.replaceState(history.state, '', location.pathname + location.search)
  return given
}
