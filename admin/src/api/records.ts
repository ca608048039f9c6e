import { answerOf, api, type Schemas } from './client'
import { errorOf } from './errors'

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
  return await answerOf(api.GET('/api/collections/{name}/records', { params: { path: { name }, query }, signal })) as RecordPage
}

export async function getRecord(name: string, id: string, signal?: AbortSignal): Promise<VersionedRecord> {
  return versioned(api.GET('/api/collections/{name}/records/{id}', { params: { path: { name, id } }, signal, cache: 'no-store' }))
}

export async function createRecord(name: string, data: Data): Promise<VersionedRecord> {
  return versioned(api.POST('/api/collections/{name}/records', { params: { path: { name } }, body: { data } }))
}

/** Changes a record if it is still in the version that was seen; otherwise a 412 is thrown and nothing is changed. */
export async function updateRecord(name: string, id: string, data: Data, etag: string | null): Promise<VersionedRecord> {
  return versioned(api.PATCH('/api/collections/{name}/records/{id}', {
    params: { path: { name, id }, header: etag ? { 'If-Match': etag } : {} }, body: { data },
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

async function versioned(request: Promise<{ data?: unknown, error?: unknown, response: Response }>): Promise<VersionedRecord> {
  const { data, error, response } = await request
  if (!response.ok) throw errorOf(response, error)
  return { record: data as StoredRecord, etag: response.headers.get('ETag') }
}
