import { ref } from 'vue'

/** Whether the palette is open. */
export const isPaletteOpen = ref(false)

export function openPalette(): void {
  isPaletteOpen.value = true
}
