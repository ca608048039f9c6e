import { answerOf, api, exactAnswerOf, type Schemas } from './client'
import { errorOf } from './errors'

import { parseJson } from '@/lib/json'

export type Data = Record<string, unknown>
export type StoredRecord = Omit<Schemas['RecordObject'], 'data'> & { data: Data }
export type RecordPage = Omit<Schemas['RecordList'], 'records'> & { records: StoredRecord[] }

/** A record together with the version that a change of it names. */
export interface VersionedRecord {
  record: StoredRecord
  etag: string | null
}

/** Which records, in which order, which page. */
export interface RecordQuery {
  limit: number
  after?: string
  sort_by?: string
  filter?: Record<string, Record<string, string>>
}

export async function listRecords(name: string, query: RecordQuery, signal?: AbortSignal): Promise<RecordPage> {
  return exactAnswerOf(api.GET('/api/collections/{name}/records', { params: { path: { name }, query }, signal, parseAs: 'text' }))
}

export async function getRecord(name: string, id: string, signal?: AbortSignal): Promise<VersionedRecord> {
  return versioned(api.GET('/api/collections/{name}/records/{id}', { params: { path: { name, id } }, signal, cache: 'no-store', parseAs: 'text' }))
}

export async function createRecord(name: string, data: Data): Promise<VersionedRecord> {
  return versioned(api.POST('/api/collections/{name}/records', { params: { path: { name } }, body: { data }, parseAs: 'text' }))
}

/** Changes a record if it is still in the version that was seen; otherwise a 412 is thrown and nothing is changed. */
export async function updateRecord(name: string, id: string, data: Data, etag: string | null): Promise<VersionedRecord> {
  return versioned(api.PATCH('/api/collections/{name}/records/{id}', {
    params: { path: { name, id }, header: etag ? { 'If-Match': etag } : {} }, body: { data }, parseAs: 'text',
  }))
}

/** Deletes records; with `keepalive` also when the page is just being closed. */
export async function deleteRecords(name: string, ids: string[], keepalive = false): Promise<Schemas['DeletedRecords']> {
  return answerOf(api.POST('/api/collections/{name}/records/delete', { params: { path: { name } }, body: { ids }, keepalive }))
}

/** Imports lines of JSON; `text` is a part of the whole that fits into one request. */
export async function importRecords(name: string, text: string, signal?: AbortSignal): Promise<Schemas['ImportedLines']> {
  return answerOf(api.POST('/api/collections/{name}/records/import', {
    params: { path: { name } },
    body: text,
    bodySerializer: (body: string) => body,
    headers: { 'Content-Type': 'application/x-ndjson' },
    signal,
  }))
}

async function versioned(request: Promise<{ data?: string, error?: unknown, response: Response }>): Promise<VersionedRecord> {
  const { data, error, response } = await request
  if (!response.ok) throw errorOf(response, error)
  return { record: parseJson(data ?? '') as StoredRecord, etag: response.headers.get('ETag') }
}
