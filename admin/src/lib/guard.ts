import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'

import { confirm } from './confirm'

/** Asks before what was changed on a page gets lost. */
export function useUnsavedGuard(isDirty: Readonly<Ref<boolean>>): void {
  const ask = async () => !isDirty.value || await mayDiscard()
  onBeforeRouteLeave(ask)
  onBeforeRouteUpdate(async (to, from) => to.path === from.path || await ask())
  const warn = (event: BeforeUnloadEvent) => { if (isDirty.value) event.preventDefault() }
  onMounted(() => { window.addEventListener('beforeunload', warn) })
  onBeforeUnmount(() => { window.removeEventListener('beforeunload', warn) })
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
