import { ref, watchEffect } from 'vue'

const storageKey = 'tinybase:theme'
const themes = ['system', 'light', 'dark'] as const

/** Light, dark, or as the system has it. */
export type Theme = typeof themes[number]

const stored = localStorage.getItem(storageKey) as Theme | null

/** The theme that was chosen; remembered. */
export const theme = ref<Theme>(stored && themes.includes(stored) ? stored : 'system')

watchEffect(() => {
  document.documentElement.classList.toggle('light', theme.value === 'light')
  document.documentElement.classList.toggle('dark', theme.value === 'dark')
  if (theme.value === 'system') localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, theme.value)
})
