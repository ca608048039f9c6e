import { nextTick, ref, type Ref } from 'vue'

/** Where the keyboard is in a grid: one cell takes the focus with Tab, arrows move it. */
export function useGridCursor(grid: Readonly<Ref<HTMLElement | undefined>>, size: () => { rows: number, columns: number }) {
  const active = ref({ row: 0, column: 0 })

  async function moveTo(row: number, column: number): Promise<void> {
    const { rows, columns } = size()
    active.value = { row: clamp(row, rows), column: clamp(column, columns) }
    await nextTick()
    grid.value?.querySelector<HTMLElement>(`[data-cell="${active.value.row}:${active.value.column}"]`)?.focus()
  }

  /** Whether the key moved the focus. */
  function onKey(event: KeyboardEvent): boolean {
    const { row, column } = active.value
    const { rows, columns } = size()
    const target = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? rows - 1 : row, columns - 1],
    }[event.key]
    if (!target) return false
    event.preventDefault()
    void moveTo(target[0]!, target[1]!)
    return true
  }

  return { active, moveTo, onKey }
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(value, count - 1))
}
