import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, type Schemas } from './client'

import { sinceOf } from '@/lib/within'

export type AuditRecord = Schemas['AuditView']
export type LoggedRequest = Schemas['RequestEntry']

export const actorKinds = ['user', 'application', 'operator', 'system', 'anonymous'] as const
export type ActorKind = typeof actorKinds[number]

/** Which entries of the audit log are asked for; `within` is a span that ends now. */
export interface AuditFilter {
  action?: string
  actor_kind?: ActorKind
  actor_id?: string
  object_id?: string
  succeeded?: boolean
  within?: string
}

/** Which requests are asked for; `within` is a span that ends now. */
export interface RequestFilter {
  method?: string
  path?: string
  operation?: string
  min_status?: number
  max_status?: number
  min_duration_ms?: number
  actor_id?: string
  request_id?: string
  within?: string
}

const followMilliseconds = 2000
const summaryMilliseconds = 30_000

/** A page of the audit log, the newest first. While it is followed it is read again every two seconds. */
export function useAudit(filter: MaybeRefOrGetter<AuditFilter>, limit: number, offset: MaybeRefOrGetter<number>, isFollowed: MaybeRefOrGetter<boolean>) {
  return useLog('audit', filter, limit, offset, isFollowed, (query, signal) => answerOf(api.GET('/api/admin/audit', { params: { query }, signal, cache: 'no-store' })))
}

/** One entry of the audit log. */
export function useAuditEntry(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['audit', 'one', toValue(id)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/audit/{id}', { params: { path: { id: toValue(id) } }, signal })),
    staleTime: Infinity,
    retry: false,
  })
}

/** A page of the request log, as that of the audit log. */
export function useRequests(filter: MaybeRefOrGetter<RequestFilter>, limit: number, offset: MaybeRefOrGetter<number>, isFollowed: MaybeRefOrGetter<boolean>) {
  return useLog('requests', filter, limit, offset, isFollowed, (query, signal) => answerOf(api.GET('/api/admin/requests', { params: { query }, signal, cache: 'no-store' })))
}

/** One request; null where it is not remembered. */
export function useRequest(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['request', toValue(id)]),
    queryFn: async ({ signal }) => {
      const found = await answerOf(api.GET('/api/admin/requests', { params: { query: { request_id: toValue(id), limit: 1 } }, signal, cache: 'no-store' }))
      return found.requests[0] ?? null
    },
  })
}

/** How all requests of the last hours went. */
export function useRequestSummary(hours: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['requests', 'summary', toValue(hours)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/requests/summary', { params: { query: { hours: toValue(hours) } }, signal, cache: 'no-store' })),
    refetchInterval: summaryMilliseconds,
    placeholderData: keepPreviousData,
  })
}

function useLog<Filter extends { within?: string }, Page>(
  key: string, filter: MaybeRefOrGetter<Filter>, limit: number, offset: MaybeRefOrGetter<number>, isFollowed: MaybeRefOrGetter<boolean>,
  read: (query: Omit<Filter, 'within'> & { since?: string, limit: number, offset: number }, signal: AbortSignal) => Promise<Page>,
) {
  return useQuery({
    queryKey: computed(() => [key, toValue(filter), limit, toValue(offset)]),
    queryFn: ({ signal }) => {
      const { within, ...rest } = toValue(filter)
      return read({ ...rest, since: sinceOf(within), limit, offset: toValue(offset) }, signal)
    },
    refetchInterval: computed(() => toValue(isFollowed) ? followMilliseconds : false),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}
