import { cronWords } from './cron'

import type { Schedule, SchedulePlan } from '@/api/schedules'
import { formatRelative } from '@/lib/format'

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: 'UTC' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
const dayMilliseconds = 86_400_000
const longestInDays = 60 * dayMilliseconds
const seconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const

/** When a plan runs, in words: "Every 15 minutes", "Monday to Friday at 09:00". The zone is told by `zoneWords`. */
export function planWords(plan: SchedulePlan): string {
  switch (plan.method) {
    case 'once': return `Once, on ${dayWords(plan.date ?? '')} at ${plan.time ?? ''}`
    case 'interval': return intervalWords(plan)
    case 'cron': return plan.description ?? cronWords(plan.cron ?? '') ?? `By the expression ${plan.cron ?? ''}`
  }
}

/** In which zone a plan counts; null where that makes no difference. */
export function zoneWords(plan: SchedulePlan, serverZone: string | undefined): string | null {
  if (plan.method === 'interval') return null
  return plan.timezone ? plan.timezone : serverZone ?? null
}

/** 86400 seconds are a day. */
function intervalWords({ unit, value }: SchedulePlan): string {
  const total = Number(value ?? 0) * seconds[unit ?? 'seconds']
  const [name, size] = Object.entries(seconds).findLast(([, each]) => total % each === 0) ?? ['seconds', 1]
  const count = total / size
  return count === 1 ? `Every ${name.slice(0, -1)}` : `Every ${count.toLocaleString()} ${name}`
}

function dayWords(date: string): string {
  const time = new Date(`${date.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(time.getTime()) ? date : day.format(time)
}

/** A time as it is on the clocks of its zone, taken apart: `2026-11-26T02:30:00+01:00`. */
export function localTime(text: string): { day: string, time: string, offset: string } {
  const [, date = '', time = '', offset = ''] = /^([\d-]+)T(\d\d:\d\d(?::\d\d)?)[.\d]*(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? []
  return {
    day: date ? weekday.format(new Date(`${date}T00:00:00Z`)) : text,
    time: time.replace(/:00$/, (end) => time.length > 5 ? '' : end),
    offset: `UTC${offset === 'Z' || offset === '+00:00' ? '' : offset}`,
  }
}

/** How long it is until a time: "in 13 hours", "in 9 days", "in 4 months". */
export function untilWords(time: Date, now: Date): string {
  const left = time.getTime() - now.getTime()
  if (left < 7 * dayMilliseconds) return formatRelative(time, now)
  return left < longestInDays ? relative.format(Math.round(left / dayMilliseconds), 'day') : relative.format(Math.round(left / dayMilliseconds / 30.44), 'month')
}

/** Where a schedule comes from, in words. */
export const sourceWords: Partial<Record<string, { label: string, text: string }>> = {
  user: { label: 'Made by hand', text: 'Somebody made it here, with the API or on the command line' },
  code: { label: 'In code', text: 'A function declares it. It follows the code; it can be run, disabled and enabled here' },
  system: { label: 'Housekeeping', text: 'The server does it for itself, as its settings say. It can be run here' },
}

export function isOwn(schedule: Schedule): boolean {
  return schedule.source === 'user'
}
