import { computed, ref, type Ref } from 'vue'

import { fields, settingNames } from './catalog'

import type { SettingName, Settings, SettingValue } from '@/api/settings'

/** What is changed and not saved yet. */
export function useSettingsDraft(settings: Readonly<Ref<Settings | undefined>>) {
  const drafts = ref<Partial<Record<SettingName, SettingValue>>>({})

  function stored(name: SettingName): SettingValue {
    return fields[name].kind === 'secret' ? null : (settings.value as Partial<Record<SettingName, SettingValue>> | undefined)?.[name] ?? null
  }

  /** What is typed into an empty field and taken away again is no change. */
  function set(name: SettingName, value: SettingValue): void {
    const isSame = value === stored(name) || (value === '' && stored(name) === null) || (typeof value === 'string' && value === String(stored(name)))
    if (isSame) forget(name)
    else drafts.value = { ...drafts.value, [name]: value }
  }

  function forget(name: SettingName): void {
    drafts.value = Object.fromEntries(Object.entries(drafts.value).filter(([other]) => other !== name))
  }

  /** Forgets what was saved, so that file or default count again. */
  function reset(name: SettingName): void {
    drafts.value = { ...drafts.value, [name]: null }
  }

  const changed = computed(() => settingNames.filter((name) => name in drafts.value))

  /** What is sent: a text that was emptied forgets what was saved, a number is one. */
  const change = computed(() => Object.fromEntries(changed.value.map((name) => [name, sent(name, drafts.value[name] ?? null)])))

  return { drafts, changed, change, stored, set, forget, reset, clear: () => { drafts.value = {} } }
}

function sent(name: SettingName, value: SettingValue): SettingValue {
  if (typeof value !== 'string') return value
  const text = fields[name].kind === 'secret' ? value : value.trim()
  if (text === '') return null
  return fields[name].kind === 'number' && /^-?\d+$/.test(text) ? Number(text) : text
}
