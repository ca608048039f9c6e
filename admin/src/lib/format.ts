const number = new Intl.NumberFormat()
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['second', 60], ['minute', 60], ['hour', 24], ['day', 7],
]

/** How long the clock is behind at most. */
const unreadSeconds = 5

/** A number with separators. */
export function formatNumber(value: number): string {
  return number.format(value)
}

/** "1 record", "3 records". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`
}

/** "2 minutes ago"; beyond a week the day. The clock here is read now and then only: what has just happened is not to come. */
export function formatRelative(time: Date, now: Date): string {
  let amount = (time.getTime() - now.getTime()) / 1000
  if (amount > 0 && amount < unreadSeconds) amount = 0
  for (const [unit, size] of steps) {
    if (Math.abs(amount) < size) return relative.format(Math.round(amount), unit)
    amount /= size
  }
  return day.format(time)
}

/** A time with all its parts, in the reader's zone. */
export function formatExact(time: Date): string {
  return exact.format(time)
}
