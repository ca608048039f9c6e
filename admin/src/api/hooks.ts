import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, type Schemas } from './client'

export type Hook = Schemas['HookView']
export type KeptEvent = Schemas['KeptEventView']
export type KeptStatus = 'pending' | 'dead'

const againMilliseconds = 5000

/** All hooks with how they do. */
export function useHooks() {
  return useQuery({
    queryKey: ['hooks'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/hooks', { signal, cache: 'no-store' })),
    refetchInterval: againMilliseconds,
  })
}

/** A page of the events that are kept for durable hooks. */
export function useKeptEvents(status: MaybeRefOrGetter<KeptStatus | undefined>, limit: number, offset: MaybeRefOrGetter<number> = 0) {
  return useQuery({
    queryKey: computed(() => ['kept-events', toValue(status), limit, toValue(offset)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/hooks/events', { params: { query: { status: toValue(status), limit, offset: toValue(offset) } }, signal, cache: 'no-store' })),
    refetchInterval: againMilliseconds,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** One kept event, as it is now. */
export function useKeptEvent(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['kept-events', 'one', toValue(id)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/hooks/events/{id}', { params: { path: { id: toValue(id) } }, signal, cache: 'no-store' })),
    refetchInterval: (query) => query.state.error ? false : againMilliseconds,
    retry: false,
  })
}

export function useRedeliverEvent() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/api/admin/hooks/events/{id}/redeliver', { params: { path: { id } } })),
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: ['kept-events'] }), client.invalidateQueries({ queryKey: ['hooks'] })])
    },
  })
}
