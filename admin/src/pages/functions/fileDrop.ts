import { ref, type Ref } from 'vue'

/** Lets files be dropped: what to listen to, and whether some are being held over the place. */
export function useFileDrop(take: (files: File[]) => void): { isOver: Readonly<Ref<boolean>>, on: Record<string, (event: DragEvent) => void> } {
  const isOver = ref(false)
  // Entering a child comes before leaving its parent: the place is left when as many were left as entered.
  let depth = 0
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  return {
    isOver,
    on: {
      dragenter: (event) => { if (hasFiles(event)) { event.preventDefault(); isOver.value = ++depth > 0 } },
      dragover: (event) => { if (hasFiles(event)) event.preventDefault() },
      dragleave: (event) => { if (hasFiles(event)) isOver.value = --depth > 0 },
      drop: (event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        depth = 0
        isOver.value = false
        take([...event.dataTransfer?.files ?? []])
      },
    },
  }
}
