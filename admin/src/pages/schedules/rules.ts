import type { Schedule, ScheduleChange } from '@/api/schedules'

/** What happens where a run does not go as planned, as it is typed. */
export interface RulesDraft {
  overlap: 'skip' | 'queue'
  misfire: 'run_once' | 'skip'
  retries: string
  delay: string
  /** Empty for never. */
  disableAfter: string
}

/** As the schedule has them; without one the server's defaults. */
export function rulesOf(schedule?: Schedule): RulesDraft {
  return {
    overlap: schedule?.overlap_policy === 'queue' ? 'queue' : 'skip',
    misfire: schedule?.misfire_policy === 'skip' ? 'skip' : 'run_once',
    retries: String(schedule?.max_retries ?? 0),
    delay: String(schedule?.retry_delay_seconds ?? 10),
    disableAfter: schedule?.disable_after_failures ? String(schedule.disable_after_failures) : '',
  }
}

/** What is sent. What is no number goes as it is typed, for the server to refuse. */
export function rulesToSend(rules: RulesDraft): ScheduleChange {
  return {
    overlap_policy: rules.overlap,
    misfire_policy: rules.misfire,
    max_retries: numberOf(rules.retries),
    retry_delay_seconds: numberOf(rules.delay),
    disable_after_failures: rules.disableAfter.trim() === '' ? null : numberOf(rules.disableAfter),
  }
}

function numberOf(text: string): number {
  return text.trim() !== '' && Number.isInteger(Number(text)) ? Number(text) : text as unknown as number
}

export const overlapOptions = [{ value: 'skip', label: 'Leave it out' }, { value: 'queue', label: 'Run it afterwards, one at most' }] as const
export const misfireOptions = [{ value: 'run_once', label: 'Run once, however many' }, { value: 'skip', label: 'Leave them out' }] as const

/** The rules in words, for those who cannot change them. */
export function rulesWords(schedule: Schedule): { label: string, text: string }[] {
  const rules = rulesOf(schedule)
  return [
    { label: 'Due while one goes on', text: overlapOptions.find(({ value }) => value === rules.overlap)!.label },
    { label: 'Missed runs', text: misfireOptions.find(({ value }) => value === rules.misfire)!.label },
    { label: 'Tries again', text: schedule.max_retries === 0 ? 'Never' : `Up to ${schedule.max_retries} ${schedule.max_retries === 1 ? 'time' : 'times'}, first after ${schedule.retry_delay_seconds} s` },
    { label: 'Disabled after', text: schedule.disable_after_failures ? `${schedule.disable_after_failures} failed ${schedule.disable_after_failures === 1 ? 'run' : 'runs'} in a row` : 'Never' },
  ]
}
