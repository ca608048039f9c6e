import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, type Schemas } from './client'

export type User = Schemas['UserView']
export type UserSort = 'created_at' | 'email'

/** Which users are asked for, and in which order. */
export interface UserQuery {
  search?: string
  is_admin?: boolean
  sort_by: UserSort
  sort_order: 'asc' | 'desc'
}

/** What is said of a user; what is absent stays. */
export interface UserChange {
  email?: string
  password?: string
  is_admin?: boolean
}

const key = 'users'

export function useUsers(query: MaybeRefOrGetter<UserQuery>, limit: number, offset: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => [key, toValue(query), limit, toValue(offset)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/users', { params: { query: { ...toValue(query), limit, offset: toValue(offset) } }, signal })),
    placeholderData: keepPreviousData,
  })
}

export function useUser(id: MaybeRefOrGetter<string>, isWanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    enabled: computed(() => toValue(isWanted)),
    queryKey: computed(() => [key, toValue(id)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/users/{id}', { params: { path: { id: toValue(id) } }, signal })),
    staleTime: 0,
  })
}

/** Makes a user, or changes the one with the id. */
export function useSaveUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, change }: { id: string | null, change: UserChange }) => id === null
      ? answerOf(api.POST('/api/admin/users', { body: { email: '', password: '', ...change } }))
      : answerOf(api.PATCH('/api/admin/users/{id}', { params: { path: { id } }, body: change })),
    onSuccess: () => client.invalidateQueries({ queryKey: [key] }),
  })
}

export function useDeleteUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/api/admin/users/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [key] }),
  })
}
