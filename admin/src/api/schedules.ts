import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, exactAnswerOf, type Schemas } from './client'

export type Schedule = Schemas['ScheduleView']
export type SchedulePlan = Schemas['SchedulePlan']
export type ScheduleRun = Schemas['ScheduleRunView']
export type PreviewedRun = Schemas['PreviewedRun']
export const scheduleSources = ['user', 'code', 'system'] as const
export type ScheduleSource = typeof scheduleSources[number]

/** Which schedules are asked for, and in which order. */
export interface ScheduleFilter {
  function_name?: string
  is_active?: boolean
  source?: ScheduleSource
  sort_by?: 'source' | 'created_at' | 'name' | 'next_run_at'
}

/** What can be changed of a schedule. */
export interface ScheduleChange {
  name?: string
  schedule?: SchedulePlan
  input_data?: Record<string, never>
  is_active?: boolean
  overlap_policy?: 'skip' | 'queue'
  misfire_policy?: 'run_once' | 'skip'
  max_retries?: number
  retry_delay_seconds?: number
  disable_after_failures?: number | null
}

export interface NewSchedule extends ScheduleChange {
  name: string
  function_name: string
  schedule: SchedulePlan
}

const againMilliseconds = 10_000
const whileRunningMilliseconds = 2000

/** A page of schedules. */
export function useSchedules(filter: MaybeRefOrGetter<ScheduleFilter>, limit: number, offset: MaybeRefOrGetter<number> = 0) {
  return useQuery({
    queryKey: computed(() => ['schedules', toValue(filter), limit, toValue(offset)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/schedules', {
      params: { query: { ...toValue(filter), limit, offset: toValue(offset) } }, signal, cache: 'no-store',
    })),
    refetchInterval: againMilliseconds,
    placeholderData: keepPreviousData,
  })
}

export function useSchedule(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['schedule', toValue(id)]),
    queryFn: ({ signal }) => exactAnswerOf<Schedule>(api.GET('/api/admin/schedules/{id}', { params: { path: { id: toValue(id) } }, signal, cache: 'no-store', parseAs: 'text' })),
    refetchInterval: againMilliseconds,
  })
}

/** The runs that are remembered, the newest first. While one goes on they are read again soon. */
export function useScheduleRuns(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['schedule', toValue(id), 'runs']),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/schedules/{id}/runs', { params: { path: { id: toValue(id) }, query: { limit: 100 } }, signal, cache: 'no-store' })),
    refetchInterval: (query) => query.state.data?.runs.some(({ status }) => status === 'running' || status === 'waiting') ? whileRunningMilliseconds : againMilliseconds,
    staleTime: 0,
  })
}

/** The next times of a plan that need not be saved, after a time or after now. */
export function usePreview(plan: MaybeRefOrGetter<SchedulePlan>, isWanted: MaybeRefOrGetter<boolean> = true, from: MaybeRefOrGetter<string | undefined> = undefined) {
  return useQuery({
    enabled: computed(() => toValue(isWanted)),
    queryKey: computed(() => ['schedule-preview', toValue(plan), toValue(from)]),
    queryFn: ({ signal }) => answerOf(api.POST('/api/admin/schedules/preview', { body: { schedule: toValue(plan), from: toValue(from) }, signal })),
    placeholderData: keepPreviousData,
  })
}

/** The zone of schedules that name none; undefined until it is known. */
export function useServerZone() {
  const { data } = useQuery({
    queryKey: ['server-zone'],
    queryFn: ({ signal }) => answerOf(api.POST('/api/admin/schedules/preview', { body: { schedule: { method: 'interval', unit: 'days', value: 1 } }, signal })),
    staleTime: Infinity,
  })
  return computed(() => data.value?.timezone)
}

export function useCreateSchedule() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: (body: NewSchedule) => exactAnswerOf<Schedule>(api.POST('/api/admin/schedules', { body, parseAs: 'text' })),
    onSuccess: takeIn,
  })
}

export function useUpdateSchedule() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: ({ id, change }: { id: string, change: ScheduleChange }) => exactAnswerOf<Schedule>(api.PATCH('/api/admin/schedules/{id}', { params: { path: { id } }, body: change, parseAs: 'text' })),
    onSuccess: takeIn,
  })
}

export function useDeleteSchedule() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/api/admin/schedules/{id}', { params: { path: { id } } })),
    onSuccess: () => takeIn(),
  })
}

export function useRunSchedule() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/admin/schedules/{id}/run', { params: { path: { id } } })),
    onSuccess: async (_, id) => {
      await Promise.all([client.invalidateQueries({ queryKey: ['schedules'] }), client.invalidateQueries({ queryKey: ['schedule', id] })])
    },
  })
}

function useTakeIn() {
  const client = useQueryClient()
  return async (changed?: Schedule) => {
    if (changed) client.setQueryData(['schedule', changed.id], changed)
    await client.invalidateQueries({ queryKey: ['schedules'] })
  }
}
