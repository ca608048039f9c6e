import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, type Schemas } from './client'

export type ApplicationToken = Schemas['ApplicationTokenView']
export type NewToken = Schemas['CreatedApplicationToken']

export const tokenOperations = ['list', 'read', 'create', 'update', 'delete'] as const
export type TokenOperation = typeof tokenOperations[number]

/** What a token may do. `*` stands for all collections, or functions, that are not named. */
export interface TokenScopes {
  admin: boolean
  collections: Record<string, TokenOperation[]>
  functions: string[]
  metrics: boolean
}

export interface TokenQuery {
  search?: string
  is_active?: boolean
}

/** What is said of a token; what is absent stays. */
export interface TokenChange {
  name?: string
  description?: string | null
  is_active?: boolean
  scopes?: TokenScopes
}

const key = 'application-tokens'

/** What a token may do; one without scopes may do whatever an admin may. */
export function scopesOf({ scopes }: ApplicationToken): TokenScopes {
  if (!scopes) return { admin: true, collections: {}, functions: [], metrics: false }
  return { ...scopes, collections: scopes.collections as TokenScopes['collections'] }
}

export function useTokens(query: MaybeRefOrGetter<TokenQuery>, limit: number, offset: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => [key, toValue(query), limit, toValue(offset)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/application-tokens', { params: { query: { ...toValue(query), limit, offset: toValue(offset) } }, signal })),
    placeholderData: keepPreviousData,
  })
}

export function useToken(id: MaybeRefOrGetter<string>, isWanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    enabled: computed(() => toValue(isWanted)),
    queryKey: computed(() => [key, toValue(id)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/application-tokens/{id}', { params: { path: { id: toValue(id) } }, signal })),
    staleTime: 0,
  })
}

export function useCreateToken() {
  return useTokenMutation((body: { name: string, description: string | null, expires_days: number | null, scopes: TokenScopes }) => answerOf(api.POST('/api/admin/application-tokens', { body })))
}

export function useChangeToken() {
  return useTokenMutation(({ id, change }: { id: string, change: TokenChange }) => answerOf(api.PATCH('/api/admin/application-tokens/{id}', { params: { path: { id } }, body: change })))
}

export function useRotateToken() {
  return useTokenMutation((id: string) => answerOf(api.POST('/api/admin/application-tokens/{id}/rotate', { params: { path: { id } } })))
}

export function useDeleteToken() {
  return useTokenMutation((id: string) => answerOf(api.DELETE('/api/admin/application-tokens/{id}', { params: { path: { id } } })))
}

function useTokenMutation<In, Out>(mutationFn: (input: In) => Promise<Out>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: [key] }) })
}
