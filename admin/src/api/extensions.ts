import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf } from './client'
import { serverAddress } from './mount'
import { fetchAsUser } from './session'

/** Something that an extension says it will use. */
export interface ExtensionAsk {
  name: string
  reason: string | null
}

/** A setting of an extension. */
export interface ExtensionSetting {
  key: string
  type: 'string' | 'integer' | 'number' | 'boolean'
  description: string | null
  /** Null for a secret, which is never told. */
  value: string | number | boolean | null
  has_value: boolean
  is_secret: boolean
  source: 'default' | 'file' | 'saved' | 'environment'
  is_pinned: boolean
}

export interface Extension {
  id: string
  name: string
  version: string
  description: string | null
  author: string | null
  homepage: string | null
  repo_url: string | null
  is_enabled: boolean
  state: 'running' | 'starting' | 'disabled' | 'failed'
  reason: string | null
  installed_at: string
  updated_at: string
  update_available: string | null
  restart_needed: boolean
  asks: ExtensionAsk[]
  functions: string[]
  hooks: { id: string, event: string, filter: string | null, state: string, calls: number, failures: number, last_error: string | null }[]
  endpoints: { method: string, path: string, access: string }[]
  schedules: { id: string, name: string, next_run_at: string | null }[]
  has_pages: boolean
  settings: ExtensionSetting[]
}

/** What would be installed. */
export interface ExtensionPreview {
  name: string
  version: string
  description: string | null
  author: string | null
  homepage: string | null
  min_version: string | null
  asks: ExtensionAsk[]
  settings: { key: string, description: string | null, is_secret: boolean }[]
  /** Why it cannot be installed or would not run; null where nothing is in the way. */
  problem: string | null
}

/** Where an extension comes from: an address of git, or a zip file. */
export type ExtensionSource = string | File

const listKey = ['extensions'] as const
const againMilliseconds = 5000
const whileStartingMilliseconds = 1000
const path = '/api/admin/extensions'

async function ask<T>(method: string, rest: string, body?: object | FormData, signal?: AbortSignal): Promise<T> {
  const isForm = body instanceof FormData
  const response = await fetchAsUser(new Request(`${serverAddress}${path}${rest}`, {
    method, signal, cache: 'no-store',
    body: isForm ? body : body && JSON.stringify(body),
    headers: body && !isForm ? { 'Content-Type': 'application/json' } : undefined,
  }))
  const answer = response.status === 204 ? undefined : await response.json().catch(() => undefined) as T | undefined
  return answerOf<T>(Promise.resolve(response.ok ? { data: answer as T, response } : { error: answer, response }))
}

function formOf(file: File): FormData {
  const form = new FormData()
  form.append('file', file)
  return form
}

/** All extensions by name, as they do. */
export function useExtensions() {
  return useQuery({
    queryKey: listKey,
    queryFn: async ({ signal }) => (await ask<{ extensions: Extension[] }>('GET', '?limit=1000', undefined, signal)).extensions,
    refetchInterval: (query) => query.state.data?.some(({ state }) => state === 'starting') ? whileStartingMilliseconds : againMilliseconds,
  })
}

export function useExtension(name: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...listKey, toValue(name)]),
    queryFn: ({ signal }) => ask<Extension>('GET', `/${encodeURIComponent(toValue(name))}`, undefined, signal),
    refetchInterval: (query) => query.state.error ? false : query.state.data?.state === 'starting' ? whileStartingMilliseconds : againMilliseconds,
    retry: false,
  })
}

/** Says what would be installed; nothing is. */
export async function previewExtension(source: ExtensionSource): Promise<ExtensionPreview> {
  return source instanceof File ? ask('POST', '/preview/upload', formOf(source)) : ask('POST', '/preview', { repo_url: source })
}

export function useInstallExtension() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: (source: ExtensionSource) => source instanceof File ? ask<Extension>('POST', '/upload', formOf(source)) : ask<Extension>('POST', '', { repo_url: source }),
    onSuccess: takeIn,
  })
}

export function useSwitchExtension() {
  const takeIn = useTakeIn()
  return useMutation({ mutationFn: ({ name, isEnabled }: { name: string, isEnabled: boolean }) => ask<Extension>('PATCH', `/${name}`, { is_enabled: isEnabled }), onSuccess: takeIn })
}

export function useUpdateExtension() {
  const takeIn = useTakeIn()
  return useMutation({ mutationFn: (name: string) => ask<Extension>('POST', `/${name}/update`), onSuccess: takeIn })
}

/** Saves some settings, all of them or none; null forgets what was saved. */
export function useSaveExtensionSettings() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: ({ name, change }: { name: string, change: Record<string, string | number | boolean | null> }) => ask<Extension>('PATCH', `/${name}/settings`, change),
    onSuccess: takeIn,
  })
}

export function useUninstallExtension() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => ask<undefined>('DELETE', `/${name}`),
    onSuccess: (_, name) => {
      client.setQueryData<Extension[]>(listKey, (all) => all?.filter((one) => one.name !== name))
      return client.invalidateQueries({ queryKey: listKey, exact: true })
    },
  })
}

/** Asks where the extensions come from for newer versions, which takes some seconds. */
export function useCheckForUpdates() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => (await ask<{ extensions: Extension[] }>('GET', '?limit=1000&check_updates=true')).extensions,
    onSuccess: (all) => { client.setQueryData(listKey, all) },
  })
}

function useTakeIn() {
  const client = useQueryClient()
  return async (changed: Extension) => {
    client.setQueryData([...listKey, changed.name], changed)
    await client.invalidateQueries({ queryKey: listKey, exact: true })
  }
}
