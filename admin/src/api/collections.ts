import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, exactAnswerOf, type Schemas } from './client'

export type Collection = Schemas['CollectionView']
export type CollectionOptions = Schemas['CollectionOptions']
export type FieldDefinition = Schemas['FieldDefinition']
export type DryRun = Schemas['DryRunView']
export type DryRunStep = Schemas['StepView']
export type AccessRules = NonNullable<CollectionOptions['access']>
export type RecordOperation = keyof AccessRules
export type AccessRule = NonNullable<AccessRules[RecordOperation]>

/** What a collection is made of, or changed to. */
export interface CollectionChange {
  label?: string
  schema?: { fields: FieldDefinition[] }
  options?: CollectionOptions
  purge_removed?: boolean
}

const listKey = ['collections'] as const

export function useCollections() {
  return useQuery({
    queryKey: listKey,
    queryFn: ({ signal }) => answerOf(api.GET('/api/collections', { signal })),
  })
}

export function useCollection(name: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['collection', toValue(name)]),
    queryFn: ({ signal }) => exactAnswerOf<Collection>(api.GET('/api/collections/{name}', { params: { path: { name: toValue(name) } }, signal, parseAs: 'text' })),
  })
}

/** How many records a collection has. */
export function useRecordCount(name: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['records', toValue(name), 'count']),
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/collections/{name}/records', {
      params: { path: { name: toValue(name) }, query: { limit: 1 } }, signal,
    }))).total ?? null,
  })
}

export function useCreateCollection() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string, label: string, schema: { fields: FieldDefinition[] }, options: CollectionOptions }) =>
      exactAnswerOf<Collection>(api.POST('/api/collections', { body, parseAs: 'text' })),
    onSuccess: (made) => takeIn(client, made),
  })
}

export function useUpdateCollection(name: MaybeRefOrGetter<string>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CollectionChange) =>
      exactAnswerOf<Collection>(api.PATCH('/api/collections/{name}', { params: { path: { name: toValue(name) } }, body, parseAs: 'text' })),
    onSuccess: (changed) => takeIn(client, changed),
  })
}

/** What a change would do to the records that are there. */
export async function tryChange(name: string, body: CollectionChange, signal?: AbortSignal): Promise<DryRun> {
  return await answerOf(api.PATCH('/api/collections/{name}', {
    params: { path: { name }, query: { dry_run: true } }, body, signal,
  })) as DryRun
}

export function useDeleteCollection() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => answerOf(api.DELETE('/api/collections/{name}', { params: { path: { name } } })),
    onSuccess: async (_, name) => {
      client.removeQueries({ queryKey: ['collection', name] })
      client.removeQueries({ queryKey: ['records', name] })
      await client.invalidateQueries({ queryKey: listKey })
    },
  })
}

/** The records change with the schema. */
async function takeIn(client: QueryClient, collection: Collection): Promise<void> {
  client.setQueryData(['collection', collection.name], collection)
  await Promise.all([
    client.invalidateQueries({ queryKey: listKey }),
    client.invalidateQueries({ queryKey: ['records', collection.name] }),
  ])
}
