import { ref, watch, type Ref } from 'vue'

import { mountRoot } from '@/api/mount'

/** A setting of the reader that this browser remembers for this server. */
export function useStored<T>(name: string, otherwise: T): Ref<T> {
  const key = `tinybase:${name}:${mountRoot.pathname}`
  const value = ref(load(key, otherwise)) as Ref<T>
  watch(value, (now) => { localStorage.setItem(key, JSON.stringify(now)) }, { deep: true })
  return value
}

function load<T>(key: string, otherwise: T): T {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null ?? otherwise
  } catch {
    return otherwise
  }
}
