/** What the names of the usual expressions stand for. */
const aliases: Partial<Record<string, string>> = {
  '@hourly': '0 * * * *', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@weekly': '0 0 * * 0', '@monthly': '0 0 1 * *', '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *',
}
export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const
const places = ['first', 'second', 'third', 'fourth', 'fifth'] as const
/** More times than that are no longer taken in at a glance. */
const mostTimes = 6

/** A value, or all from one to another. */
type Span = readonly [from: number, to: number]

/** The five fields of an expression; null if it has not as many. */
export function fieldsOf(expression: string): [string, string, string, string, string] | null {
  const fields = (aliases[expression.trim().toLowerCase()] ?? expression).trim().split(/\s+/)
  return fields.length === 5 ? fields as [string, string, string, string, string] : null
}

/** A cron expression in words, such as "Monday to Friday at 09:00"; null where it is too intricate for words. */
export function cronWords(expression: string): string | null {
  const fields = fieldsOf(expression)
  if (!fields) return null
  const [minute, hour, day, month, weekday] = fields
  const time = timeWords(minute, hour)
  const inMonths = month === '*' ? '' : listOf(month, months, 1)
  const days = inMonths === null ? null : dayWords(day, weekday, inMonths)
  if (time === null || days === null) return null
  const words = time.startsWith('at') ? `${days || 'every day'} ${time}` : [time, days].filter(Boolean).join(', ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function timeWords(minute: string, hour: string): string | null {
  const step = stepOf(minute)
  const hourStep = stepOf(hour)
  if (step !== null) {
    const often = step === 1 ? 'every minute' : `every ${step} minutes${60 % step === 0 ? '' : ' from the full hour'}`
    if (hourStep === 1) return often
    const hours = spansOf(hour, [], 0)
    const [only] = hours ?? []
    return only && hours?.length === 1 ? `${often} from ${clock(only[0], 0)} to ${clock(only[1], 59)}` : null
  }
  const minutes = valuesOf(minute)
  if (!minutes) return null
  if (hourStep === 1) return minutes.length === 1 && minutes[0] === 0 ? 'every hour' : `every hour at minute ${join(minutes.map(String))}`
  const [first = 0] = minutes
  if (hourStep !== null) {
    if (minutes.length > 1) return null
    return `every ${hourStep} hours from ${clock(0, first)}${24 % hourStep === 0 ? '' : ' each day'}`
  }
  const hours = spansOf(hour, [], 0)
  const [span] = hours ?? []
  if (span && hours?.length === 1 && span[1] > span[0] && minutes.length === 1) return `every hour from ${clock(span[0], first)} to ${clock(span[1], first)}`
  const all = valuesOf(hour)
  if (!all || all.length * minutes.length > mostTimes) return null
  return `at ${join(all.flatMap((one) => minutes.map((other) => clock(one, other))))}`
}

/** On which days; empty for every. */
function dayWords(day: string, weekday: string, inMonths: string): string | null {
  const isAnyDay = day === '*' || day === '?'
  const isAnyWeekday = weekday === '*' || weekday === '?'
  if (isAnyDay && isAnyWeekday) return inMonths && `every day in ${inMonths}`
  const of = inMonths === '' ? ' of every month' : ` of ${inMonths}`
  const onDay = isAnyDay ? '' : dayOfMonthWords(day)
  const onWeekday = isAnyWeekday ? '' : weekdayWords(weekday, of, inMonths)
  if (onDay === null || onWeekday === null) return null
  return [onDay && onDay + of, onWeekday].filter(Boolean).join(' or ')
}

function dayOfMonthWords(day: string): string | null {
  if (day.toUpperCase() === 'L') return 'on the last day'
  const days = spansOf(day, [], 0)
  return days && `on the ${join(days.map(([from, to]) => from === to ? ordinal(from) : `${ordinal(from)} to ${ordinal(to)}`))}`
}

function weekdayWords(weekday: string, of: string, inMonths: string): string | null {
  const last = /^(\w+)L$/i.exec(weekday)
  const nth = /^(\w+)#([1-5])$/.exec(weekday)
  if (last ?? nth) {
    const name = listOf((last ?? nth)?.[1] ?? '', weekdays, 0)
    return name && `on the ${nth ? places[Number(nth[2]) - 1] : 'last'} ${name}${of}`
  }
  const names = listOf(weekday, weekdays, 0)
  if (names === null) return null
  return `${names.includes(' to ') ? '' : 'every '}${names}${inMonths && ` in ${inMonths}`}`
}

// Of `*` it is 1, of a step such as "every fifth" 5; null for others.
function stepOf(field: string): number | null {
  if (field === '*') return 1
  const step = /^\*\/(\d{1,2})$/.exec(field)?.[1]
  return step === undefined || Number(step) === 0 ? null : Number(step)
}

function spansOf(field: string, names: readonly string[], first: number): Span[] | null {
  const read = (text: string) => {
    const named = names.findIndex((name) => name.slice(0, 3).toLowerCase() === text.toLowerCase())
    return named >= 0 ? named + first : /^\d{1,2}$/.test(text) ? Number(text) : null
  }
  const spans: Span[] = []
  for (const part of field.split(',')) {
    const ends = part.split('-').map(read)
    const [from, to = from] = ends
    if (from === null || from === undefined || to === null || to === undefined || ends.length > 2) return null
    spans.push([from, to])
  }
  return spans
}

function valuesOf(field: string): number[] | null {
  const spans = spansOf(field, [], 0)
  if (!spans?.every(([from, to]) => to >= from && to - from < 60)) return null
  return spans.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
}

function listOf(field: string, names: readonly string[], first: number): string | null {
  const spans = spansOf(field, names, first)
  // 7 is Sunday as well.
  const nameOf = (value: number) => names[(value - first) % 7 === 0 && names === weekdays ? 0 : value - first]
  if (!spans?.every(([from, to]) => nameOf(from) !== undefined && nameOf(to) !== undefined)) return null
  return join(spans.map(([from, to]) => from === to ? nameOf(from)! : `${nameOf(from)} to ${nameOf(to)}`))
}

function clock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function ordinal(value: number): string {
  const ending = value % 100 >= 11 && value % 100 <= 13 ? 'th' : ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th'
  return `${value}${ending}`
}

/** "9, 10 and 11" */
export function join(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
