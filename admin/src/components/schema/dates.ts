const two = (part: number) => String(part).padStart(2, '0')

/** A time as the browser's widget has it: in the reader's zone, without naming it. */
export function toLocal(text: string): string {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) return ''
  const date = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${date}T${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

/** What the widget has, as an exact time. */
export function fromLocal(text: string): string {
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? text : time.toISOString().replace('.000Z', 'Z')
}
