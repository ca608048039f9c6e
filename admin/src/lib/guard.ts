import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'

import { confirm } from './confirm'

/**
 * Asks before what was changed gets lost: on a page when one leaves it, in a sheet also when the part of the address that
 * opens it changes, by its buttons or by going back. Returns what lets go without asking, for what was saved or deleted.
 */
export function useUnsavedGuard(isDirty: Readonly<Ref<boolean>>, ...sheet: string[]): () => void {
  let isDone = false
  const ask = async () => isDone || !isDirty.value || await mayDiscard()
  onBeforeRouteLeave(ask)
  onBeforeRouteUpdate(async (to, from) => (to.path === from.path && sheet.every((name) => to.query[name] === from.query[name])) || await ask())
  const warn = (event: BeforeUnloadEvent) => { if (isDirty.value) event.preventDefault() }
  onMounted(() => { window.addEventListener('beforeunload', warn) })
  onBeforeUnmount(() => { window.removeEventListener('beforeunload', warn) })
  return () => { isDone = true }
}

/** Asks whether changes may be thrown away. */
export function mayDiscard(): Promise<boolean> {
  return confirm({
    title: 'Discard your changes?',
    text: 'What you changed here is not saved yet.',
    action: 'Discard changes',
    cancel: 'Keep editing',
    isDestructive: true,
  })
}
