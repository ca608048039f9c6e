import { computed, ref } from 'vue'

import type { SettingField, SettingValue } from './field'

/** What is changed of some settings and not saved yet. */
export function useSettingsDraft<Name extends string>(names: () => readonly Name[], kindOf: (name: Name) => SettingField['kind'], valueOf: (name: Name) => SettingValue) {
  const drafts = ref<Partial<Record<string, SettingValue>>>({})

  function stored(name: Name): SettingValue {
    return kindOf(name) === 'secret' ? null : valueOf(name)
  }

  /** What is typed into an empty field and taken away again is no change. */
  function set(name: Name, value: SettingValue): void {
    const isSame = value === stored(name) || (value === '' && stored(name) === null) || (typeof value === 'string' && value === String(stored(name)))
    if (isSame) forget(name)
    else drafts.value = { ...drafts.value, [name]: value }
  }

  function forget(name: Name): void {
    drafts.value = Object.fromEntries(Object.entries(drafts.value).filter(([other]) => other !== name))
  }

  /** Forgets what was saved, so that file or default count again. */
  function reset(name: Name): void {
    drafts.value = { ...drafts.value, [name]: null }
  }

  const changed = computed(() => names().filter((name) => name in drafts.value))

  /** What is sent: a text that was emptied forgets what was saved, a number is one. */
  const change = computed(() => Object.fromEntries(changed.value.map((name) => [name, sent(kindOf(name), drafts.value[name] ?? null)])))

  return { drafts, changed, change, stored, set, forget, reset, clear: () => { drafts.value = {} } }
}

function sent(kind: SettingField['kind'], value: SettingValue): SettingValue {
  if (typeof value !== 'string') return value
  const text = kind === 'secret' ? value : value.trim()
  if (text === '') return null
  return kind === 'number' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
