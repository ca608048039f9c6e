import { fieldsOf } from './cron'

import type { ApiError } from '@/api/errors'
import type { SchedulePlan } from '@/api/schedules'

export type Unit = 'seconds' | 'minutes' | 'hours' | 'days'
export type Repeat = 'hour' | 'day' | 'week' | 'month' | 'expression'

/** A plan while it is edited: what was entered for one kind of plan is there again when one comes back to it. */
export interface PlanDraft {
  method: 'once' | 'interval' | 'cron'
  /** Empty for the server's. */
  timezone: string
  date: string
  time: string
  unit: Unit
  value: string
  repeat: Repeat
  /** The minute of each hour. */
  minute: string
  /** The time of the day. */
  at: string
  /** 0 is Sunday. */
  weekdays: string[]
  /** The day of the month; `L` for the last. */
  day: string
  cron: string
  description: string | null
}

const number = /^\d{1,2}$/
const millisecondsOfDay = 86_400_000

/** What a new plan starts as. */
export function newDraft(now: Date): PlanDraft {
  return {
    method: 'cron', timezone: '', date: new Date(now.getTime() + millisecondsOfDay).toISOString().slice(0, 10), time: '09:00', unit: 'minutes', value: '15',
    repeat: 'day', minute: '0', at: '09:00', weekdays: ['1'], day: '1', cron: '0 9 * * *', description: null,
  }
}

/** A plan as it can be edited. */
export function toDraft(plan: SchedulePlan, now: Date): PlanDraft {
  const draft: PlanDraft = { ...newDraft(now), method: plan.method, timezone: plan.timezone ?? '', description: plan.description ?? null }
  if (plan.date) draft.date = plan.date.slice(0, 10)
  if (plan.time) draft.time = plan.time
  if (plan.unit) draft.unit = plan.unit
  if (plan.value) draft.value = String(plan.value)
  return plan.method === 'cron' ? { ...draft, ...pickersOf(plan.cron ?? '') } : draft
}

/** What pickers say the same as an expression; the expression itself where there are none. */
function pickersOf(cron: string): Partial<PlanDraft> {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fieldsOf(cron) ?? []
  const asText = { cron, repeat: 'expression' as const }
  if (month !== '*' || !number.test(minute)) return asText
  if (hour === '*') return day === '*' && weekday === '*' ? { cron, repeat: 'hour', minute: String(Number(minute)) } : asText
  if (!number.test(hour)) return asText
  const at = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  if (day === '*' && weekday === '*') return { cron, repeat: 'day', at }
  if (day === '*' && weekdaysOf(weekday)) return { cron, repeat: 'week', at, weekdays: weekdaysOf(weekday)! }
  return weekday === '*' && (number.test(day) || day === 'L') ? { cron, repeat: 'month', at, day: day === 'L' ? day : String(Number(day)) } : asText
}

function weekdaysOf(field: string): string[] | null {
  const found = new Set<string>()
  for (const part of field.split(',')) {
    const [from, to = from] = part.split('-')
    if (!/^[0-7]$/.test(from ?? '') || !/^[0-7]$/.test(to ?? '') || part.split('-').length > 2 || Number(from) > Number(to)) return null
    for (let value = Number(from); value <= Number(to); value++) found.add(String(value % 7))
  }
  return [...found].sort()
}

/** The expression that the pickers stand for. */
export function cronOf(draft: PlanDraft): string {
  const [hour = '', minute = ''] = draft.at.split(':').map((part) => part === '' ? '' : String(Number(part)))
  switch (draft.repeat) {
    case 'hour': return `${draft.minute} * * * *`
    case 'day': return `${minute} ${hour} * * *`
    case 'week': return `${minute} ${hour} * * ${draft.weekdays.length === 7 ? '*' : draft.weekdays.toSorted().join(',')}`
    case 'month': return `${minute} ${hour} ${draft.day} * *`
    case 'expression': return draft.cron
  }
}

/** What is sent. What is no number yet goes as it is typed, for the server to refuse. */
export function toPlan(draft: PlanDraft): SchedulePlan {
  const zone = draft.timezone === '' ? {} : { timezone: draft.timezone }
  switch (draft.method) {
    case 'once': return { method: 'once', date: draft.date, time: draft.time, ...zone }
    case 'interval': {
      const text = String(draft.value).trim()
      return { method: 'interval', unit: draft.unit, value: (text === '' ? undefined : Number.isInteger(Number(text)) ? Number(text) : text) as number, ...zone }
    }
    case 'cron': {
      const cron = cronOf(draft)
      // What somebody wrote of another expression would no longer be true.
      const description = draft.description && cron === draft.cron ? { description: draft.description } : {}
      return { method: 'cron', cron, ...description, ...zone }
    }
  }
}

/** What the server says of each field of a schedule, by the name of the field; those of the plan by `schedule.cron` and the like. */
export function fieldErrors(error: ApiError | null): Partial<Record<string, string>> {
  const texts: Record<string, string> = {}
  for (const { loc, msg } of error?.problems ?? []) {
    const place = (loc[0] === 'body' ? loc.slice(1) : loc).join('.')
    texts[place] = texts[place] ? `${texts[place]}; ${msg}` : msg
  }
  if (error && error.problems.length === 0 && error.message.startsWith('Function ')) texts.function_name = error.message
  return texts
}
