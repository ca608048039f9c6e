import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, type Schemas } from './client'

export type Webhook = Schemas['WebhookView']
export type Delivery = Schemas['DeliveryView']
export type DeliveryStatus = 'pending' | 'delivered' | 'dead'

/** What can be given of a webhook. What is absent stays as it is; a secret of null is replaced by a new one. */
export interface WebhookChange {
  name?: string
  url?: string
  events?: string[]
  filter?: string | null
  headers?: Record<string, string>
  secret?: null
  is_active?: boolean
}

export interface NewWebhook extends WebhookChange {
  name: string
  url: string
  events: string[]
}

const listKey = ['webhooks'] as const
const againMilliseconds = 10_000
const whileWaitingMilliseconds = 2000

export function useWebhooks() {
  return useQuery({
    queryKey: listKey,
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/admin/webhooks', { signal, cache: 'no-store' }))).webhooks,
    refetchInterval: againMilliseconds,
  })
}

/** A page of deliveries, the newest first. While some wait they are read again soon. */
export function useDeliveries(id: MaybeRefOrGetter<string>, status: MaybeRefOrGetter<DeliveryStatus | undefined>, limit: number, offset: MaybeRefOrGetter<number> = 0) {
  return useQuery({
    queryKey: computed(() => ['deliveries', toValue(id), toValue(status), limit, toValue(offset)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/webhooks/{id}/deliveries', {
      params: { path: { id: toValue(id) }, query: { status: toValue(status), limit, offset: toValue(offset) } }, signal, cache: 'no-store',
    })),
    refetchInterval: (query) => query.state.data?.deliveries.some((one) => one.status === 'pending') ? whileWaitingMilliseconds : againMilliseconds,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** One delivery. While it waits it is read again soon. */
export function useDelivery(webhook: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<string>, isWanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    enabled: computed(() => toValue(isWanted)),
    queryKey: computed(() => ['deliveries', toValue(webhook), 'one', toValue(id)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/webhooks/{id}/deliveries/{delivery_id}', { params: { path: { id: toValue(webhook), delivery_id: toValue(id) } }, signal, cache: 'no-store' })),
    refetchInterval: (query) => query.state.data?.status === 'pending' ? whileWaitingMilliseconds : false,
    retry: false,
  })
}

/** Makes a webhook; the answer has its secret. */
export function useCreateWebhook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: NewWebhook) => answerOf(api.POST('/api/admin/webhooks', { body: body as never })),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

/** Changes a webhook; the answer has its secret where it is a new one. */
export function useUpdateWebhook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, change }: { id: string, change: WebhookChange }) => answerOf(api.PATCH('/api/admin/webhooks/{id}', { params: { path: { id } }, body: change as never })),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

export function useDeleteWebhook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/api/admin/webhooks/{id}', { params: { path: { id } } })),
    onSuccess: async (_, id) => {
      client.removeQueries({ queryKey: ['deliveries', id] })
      await client.invalidateQueries({ queryKey: listKey })
    },
  })
}

/** Sends a made-up event at once; it is not kept among the deliveries. */
export async function testWebhook(id: string): Promise<Delivery> {
  return answerOf(api.POST('/api/admin/webhooks/{id}/test', { params: { path: { id } } }))
}

export function useRedeliver() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ webhook, delivery }: { webhook: string, delivery: string }) => answerOf(api.POST('/api/admin/webhooks/{id}/deliveries/{delivery_id}/redeliver', {
      params: { path: { id: webhook, delivery_id: delivery } },
    })),
    onSuccess: (_, { webhook }) => client.invalidateQueries({ queryKey: ['deliveries', webhook] }),
  })
}
