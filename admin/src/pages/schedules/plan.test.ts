import { describe, expect, it } from 'vitest'

import { cronWords } from './cron'
import { cronOf, fieldErrors, newDraft, toDraft, toPlan } from './draft'
import { localTime, planWords, zoneWords } from './words'

import { ApiError } from '@/api/errors'
import type { SchedulePlan } from '@/api/schedules'

const now = new Date('2026-11-25T12:00:00Z')
const cron = (expression: string): SchedulePlan => ({ method: 'cron', cron: expression })

describe('A plan in words', () => {
  it.each([
    ['* * * * *', 'Every minute'],
    ['*/15 * * * *', 'Every 15 minutes'],
    ['*/7 * * * *', 'Every 7 minutes from the full hour'],
    ['*/15 9-16 * * 1-5', 'Every 15 minutes from 09:00 to 16:59, Monday to Friday'],
    ['0 * * * *', 'Every hour'],
    ['5,35 * * * *', 'Every hour at minute 5 and 35'],
    ['0 */6 * * *', 'Every 6 hours from 00:00'],
    ['0 9 * * *', 'Every day at 09:00'],
    ['30 9,17 * * *', 'Every day at 09:30 and 17:30'],
    ['0 9 * * mon-fri', 'Monday to Friday at 09:00'],
    ['0 9 * * 1,4', 'Every Monday and Thursday at 09:00'],
    ['0 9 * * 7', 'Every Sunday at 09:00'],
    ['0 0 1,15 * *', 'On the 1st and 15th of every month at 00:00'],
    ['0 0 L * *', 'On the last day of every month at 00:00'],
    ['0 8 * * 5L', 'On the last Friday of every month at 08:00'],
    ['0 8 * * sun#2', 'On the second Sunday of every month at 08:00'],
    ['0 8 13 * 5', 'On the 13th of every month or every Friday at 08:00'],
    ['0 8 * jan,jul *', 'Every day in January and July at 08:00'],
    ['0 0 22-23 2 *', 'On the 22nd to 23rd of February at 00:00'],
    ['@weekly', 'Every Sunday at 00:00'],
  ])('says of %s "%s"', (expression, words) => {
    expect(cronWords(expression)).toBe(words)
  })

  it.each(['1-50/7 * * * *', '0 1,2,3,4,5,6,7 * * *', '0 9 * *', 'nonsense'])('gives %s up and shows the expression', (expression) => {
    expect(cronWords(expression)).toBeNull()
    expect(planWords(cron(expression))).toBe(`By the expression ${expression}`)
  })

  it('says intervals in the largest unit that fits', () => {
    expect(planWords({ method: 'interval', unit: 'minutes', value: 15 })).toBe('Every 15 minutes')
    expect(planWords({ method: 'interval', unit: 'seconds', value: 86_400 })).toBe('Every day')
    expect(planWords({ method: 'interval', unit: 'hours', value: 1 })).toBe('Every hour')
  })

  it('names the zone where it matters', () => {
    expect(zoneWords({ ...cron('0 9 * * *'), timezone: 'Europe/Berlin' }, 'UTC')).toBe('Europe/Berlin')
    expect(zoneWords(cron('0 9 * * *'), 'UTC')).toBe('UTC')
    expect(zoneWords({ method: 'interval', unit: 'days', value: 1, timezone: 'Europe/Berlin' }, 'UTC')).toBeNull()
  })

  it('shows times as the clocks of their zone do', () => {
    expect(localTime('2026-10-25T02:30:00+02:00')).toMatchObject({ time: '02:30', offset: 'UTC+02:00' })
    expect(localTime('2026-10-25T02:30:15Z')).toMatchObject({ time: '02:30:15', offset: 'UTC' })
  })
})

describe('The builder of a plan', () => {
  it.each(['5 * * * *', '30 9 * * *', '0 9 * * 1,2,3', '15 7 31 * *', '0 0 L * *'])('has pickers for %s and gives the same back', (expression) => {
    const draft = toDraft(cron(expression), now)
    expect(draft.repeat).not.toBe('expression')
    expect(toPlan(draft)).toEqual(cron(expression))
  })

  it.each(['*/5 * * * *', '0 9 * 1 *', '0 9 1 * 1', '0 9 * * mon', '0 9 * * 5L', '@reboot'])('edits %s as it is', (expression) => {
    const draft = toDraft(cron(expression), now)
    expect(draft.repeat).toBe('expression')
    expect(toPlan(draft)).toEqual(cron(expression))
  })

  it('starts with every day at nine, and with tomorrow for once', () => {
    const draft = newDraft(now)
    expect(toPlan(draft)).toEqual(cron('0 9 * * *'))
    expect(toPlan({ ...draft, method: 'once', timezone: 'Asia/Tokyo' })).toEqual({ method: 'once', date: '2026-11-26', time: '09:00', timezone: 'Asia/Tokyo' })
  })

  it('sends what is no number as it is typed', () => {
    expect(toPlan({ ...newDraft(now), method: 'interval', value: 'x' }).value).toBe('x')
    expect(toPlan({ ...newDraft(now), method: 'interval', value: '20' }).value).toBe(20)
  })

  it('takes all seven days for every day', () => {
    expect(cronOf({ ...newDraft(now), repeat: 'week', weekdays: ['0', '1', '2', '3', '4', '5', '6'] })).toBe('0 9 * * *')
  })

  it('forgets a description of another expression', () => {
    const draft = toDraft({ ...cron('0 9 * * *'), description: 'At breakfast' }, now)
    expect(toPlan(draft).description).toBe('At breakfast')
    expect(toPlan({ ...draft, at: '10:00' }).description).toBeUndefined()
  })

  it('puts errors at their fields', () => {
    const error = new ApiError(400, 'x', { problems: [{ type: 'value_error', loc: ['body', 'schedule', 'cron'], msg: 'No' }, { type: 'missing', loc: ['body', 'name'], msg: 'Field required' }] })
    expect(fieldErrors(error)).toEqual({ 'schedule.cron': 'No', name: 'Field required' })
    expect(fieldErrors(new ApiError(400, 'Function \'x\' not found'))).toEqual({ function_name: 'Function \'x\' not found' })
  })
})
