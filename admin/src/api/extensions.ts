import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, type Schemas } from './client'

export type Extension = Schemas['ExtensionView']
export type ExtensionAsk = Schemas['ExtensionAskView']
export type ExtensionSetting = Schemas['ExtensionSettingView']
export type ExtensionPreview = Schemas['ExtensionPreview']
export type ExtensionPage = Schemas['ExtensionList']

/** Where an extension comes from: an address of git, or a zip file. */
export type ExtensionSource = string | File

/** What the source of an uploaded extension begins with. */
const uploaded = 'upload:'
const listKey = ['extensions'] as const
const mostShown = 1000
const againMilliseconds = 5000
const whileStartingMilliseconds = 1000

/** Whether there is somewhere to look for a newer version. */
export function canBeUpdated({ repo_url: source }: Extension): boolean {
  return !source.startsWith(uploaded)
}

/** Where it came from, for people. */
export function sourceOf({ repo_url: source }: Extension): string {
  return source.startsWith(uploaded) ? `the file ${source.slice(uploaded.length)}` : source
}

/** All extensions by name, as they do. */
export function useExtensions() {
  return useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/extensions', { params: { query: { limit: mostShown } }, signal, cache: 'no-store' })),
    refetchInterval: (query) => query.state.data?.extensions.some(({ state }) => state === 'starting') ? whileStartingMilliseconds : againMilliseconds,
  })
}

export function useExtension(name: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...listKey, toValue(name)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/extensions/{extension}', { params: pathOf(toValue(name)), signal, cache: 'no-store' })),
    refetchInterval: (query) => query.state.error ? false : query.state.data?.state === 'starting' ? whileStartingMilliseconds : againMilliseconds,
    retry: false,
  })
}

/** Says what would be installed; nothing is. */
export async function previewExtension(source: ExtensionSource): Promise<ExtensionPreview> {
  return answerOf(source instanceof File
    ? api.POST('/api/admin/extensions/upload/preview', formOf(source))
    : api.POST('/api/admin/extensions/preview', { body: { repo_url: source } }))
}

/** Installs what was shown of a source. A file may take the place of the version that is there. */
export function useInstallExtension() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: ({ source, hash, mayReplace }: { source: ExtensionSource, hash: string, mayReplace: boolean }) => answerOf(source instanceof File
      ? api.POST('/api/admin/extensions/upload', { ...formOf(source), params: { query: { replace: mayReplace } } })
      : api.POST('/api/admin/extensions', { body: { repo_url: source, hash } })),
    onSuccess: takeIn,
  })
}

export function useSwitchExtension() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: ({ name, isEnabled }: { name: string, isEnabled: boolean }) => answerOf(api.PATCH('/api/admin/extensions/{extension}', { params: pathOf(name), body: { is_enabled: isEnabled } })),
    onSuccess: takeIn,
  })
}

export function useUpdateExtension() {
  const takeIn = useTakeIn()
  return useMutation({ mutationFn: (name: string) => answerOf(api.POST('/api/admin/extensions/{extension}/update', { params: pathOf(name) })), onSuccess: takeIn })
}

/** Saves some settings, all of them or none; null forgets what was saved. */
export function useSaveExtensionSettings() {
  const takeIn = useTakeIn()
  return useMutation({
    mutationFn: ({ name, change }: { name: string, change: Record<string, unknown> }) => answerOf(api.PATCH('/api/admin/extensions/{extension}/settings', { params: pathOf(name), body: change as never })),
    onSuccess: takeIn,
  })
}

export function useUninstallExtension() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => answerOf(api.DELETE('/api/admin/extensions/{extension}', { params: pathOf(name) })),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey, exact: true }),
  })
}

/** Asks where the extensions come from for newer versions, which takes some seconds. */
export function useCheckForUpdates() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => answerOf(api.GET('/api/admin/extensions', { params: { query: { limit: mostShown, check_updates: true } }, cache: 'no-store' })),
    onSuccess: (all) => { client.setQueryData(listKey, all) },
  })
}

const pathOf = (name: string) => ({ path: { extension: name } })

/** A file is sent as a form; the document only says that it is a text in one. */
function formOf(file: File) {
  return {
    body: { file: '' },
    bodySerializer: () => {
      const form = new FormData()
      form.append('file', file)
      return form
    },
  }
}

function useTakeIn() {
  const client = useQueryClient()
  return async (changed: Extension) => {
    client.setQueryData([...listKey, changed.name], changed)
    await client.invalidateQueries({ queryKey: listKey, exact: true })
  }
}
