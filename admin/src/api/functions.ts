import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, type Schemas } from './client'
import { asApiError } from './errors'

export type FunctionItem = Schemas['FunctionAdminView']
export type FunctionProblem = Schemas['FunctionErrorView']
export type FunctionSchemas = Schemas['FunctionSchemaView']
export type FunctionVersion = Schemas['FunctionVersionView']
export type UploadedFunction = Schemas['FunctionUploadView']
export type CallAnswer = Schemas['FunctionCallAnswer']

/** How the calls of one function went. Percentiles are there where the server knows them. */
export interface FunctionCounts {
  total_calls: number
  succeeded: number
  failed: number
  avg_duration_ms: number
  p50_duration_ms?: number | null
  p95_duration_ms?: number | null
  p99_duration_ms?: number | null
}

const listKey = ['functions'] as const

/** Whether a function is a method of the app that the server is part of: it has neither a file nor versions. */
export function isOfApp(item: FunctionItem): boolean {
  return item.file_path === null && item.last_loaded_at !== null
}
const whileBuildingMilliseconds = 1500
const otherwiseMilliseconds = 30_000

/** All functions, also those that cannot be served. What is being built is looked at again soon. */
export function useFunctions(isWanted: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    enabled: computed(() => toValue(isWanted)),
    queryKey: listKey,
    queryFn: ({ signal }) => answerOf(api.GET('/api/functions/admin/list', { signal })),
    refetchInterval: (query) => query.state.data?.some(({ state }) => state === 'building') ? whileBuildingMilliseconds : otherwiseMilliseconds,
  })
}

/** How the functions did in the last hours, by name. */
export function useFunctionCounts(hours: MaybeRefOrGetter<number> = 24) {
  return useQuery({
    queryKey: computed(() => ['function-counts', toValue(hours)]),
    queryFn: async ({ signal }) => {
      const answer = await answerOf(api.GET('/api/admin/functions/metrics', { params: { query: { hours: toValue(hours) } }, signal }))
      return answer.functions as Record<string, FunctionCounts | undefined>
    },
    refetchInterval: otherwiseMilliseconds,
  })
}

/** What a function takes and gives, in JSON Schema. It changes with the version. */
export function useFunctionSchemas(name: MaybeRefOrGetter<string>, loadedAt: MaybeRefOrGetter<string | null>) {
  return useQuery({
    queryKey: computed(() => ['function-schemas', toValue(name), toValue(loadedAt)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/functions/{function_name}/schema', { params: { path: { function_name: toValue(name) } }, signal })),
    enabled: computed(() => toValue(loadedAt) !== null),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })
}

/** Calls a function. That it failed is an answer too; what is no call at all is thrown. */
export async function callFunction(name: string, input: unknown, signal?: AbortSignal): Promise<CallAnswer> {
  return answerOf(api.POST('/api/functions/{function_name}', {
    params: { path: { function_name: name } }, body: input as Record<string, never>, signal,
  }))
}

/** The file of a function as it is now; null where it has none. */
export function useFunctionSource(name: MaybeRefOrGetter<string>, stamp: MaybeRefOrGetter<unknown>, isWanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    enabled: computed(() => toValue(isWanted)),
    queryKey: computed(() => ['function-source', toValue(name), toValue(stamp)]),
    queryFn: async ({ signal }) => await orNone(answerOf(api.GET('/api/admin/functions/{function_name}/source', {
      params: { path: { function_name: toValue(name) } }, signal,
    }))),
    placeholderData: keepPreviousData,
  })
}

/** The versions that were uploaded, the newest first. */
export function useFunctionVersions(name: MaybeRefOrGetter<string>, isWanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    enabled: computed(() => toValue(isWanted)),
    queryKey: computed(() => ['function-versions', toValue(name)]),
    queryFn: async ({ signal }) => await orNone(answerOf(api.GET('/api/admin/functions/{function_name}/versions', {
      params: { path: { function_name: toValue(name) }, query: { limit: 100 } }, signal,
    }))) ?? [],
  })
}

/** The source of a version, which never changes. */
export function useVersionSource(name: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<string | null>) {
  return useQuery({
    queryKey: computed(() => ['function-versions', toValue(name), toValue(id)]),
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/admin/functions/{function_name}/versions/{id}/source', {
      params: { path: { function_name: toValue(name), id: toValue(id) ?? '' } }, signal,
    }))).source,
    enabled: computed(() => toValue(id) !== null),
    staleTime: Infinity,
  })
}

export function useUploadFunction() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: (body: { filename: string, content: string, notes: string | null }) => answerOf(api.POST('/api/admin/functions/upload', { body })),
    onSuccess: takeIn,
  })
}

export function useRollback() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: ({ name, id }: { name: string, id: string }) => answerOf(api.POST('/api/admin/functions/{function_name}/rollback', {
      params: { path: { function_name: name } }, body: { version_id: id },
    })),
    onSuccess: takeIn,
  })
}

function useTakeIn() {
  const client = useQueryClient()
  return async ({ function_name: name }: UploadedFunction) => {
    await Promise.all([
      client.invalidateQueries({ queryKey: listKey }),
      client.invalidateQueries({ queryKey: ['function-versions', name] }),
    ])
  }
}

async function orNone<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (failure) {
    if (asApiError(failure).status === 404) return null
    throw failure
  }
}
