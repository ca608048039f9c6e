import createClient from 'openapi-fetch'

import { errorOf } from './errors'
import { serverAddress } from './mount'
import type { components, paths } from './schema'
import { fetchAsUser } from './session'

import { parseJson, writeJson } from '@/lib/json'

/** The schemas of the API document. */
export type Schemas = components['schemas']

/** The REST API, typed by the document in docs/openapi.json. */
export const api = createClient<paths>({
  baseUrl: serverAddress,
  fetch: fetchAsUser,
  querySerializer: toQuery,
  bodySerializer: (body) => writeJson(body),
})

/** What a request answered; what is no success is thrown as an `ApiError`. */
export async function answerOf<T>(request: Promise<{ data?: T, error?: unknown, response: Response }>): Promise<T> {
  const { data, error, response } = await request
  if (!response.ok) throw errorOf(response, error)
  return data as T
}

/** The same for what holds numbers of others, none of which is rounded: the answer is asked for as text. */
export async function exactAnswerOf<T>(request: Promise<{ data?: string, error?: unknown, response: Response }>): Promise<T> {
  return parseJson(await answerOf(request)) as T
}

/** `filter: {stars: {gte: 3}}` is `filter[stars][gte]=3`; lists are joined by commas; what is undefined is left out. */
export function toQuery(query: Record<string, unknown>): string {
  const parts: string[] = []
  const add = (name: string, value: unknown) => {
    if (value === undefined || value === null) return
    if (Array.isArray(value)) parts.push(`${name}=${encodeURIComponent(value.join(','))}`)
    else if (typeof value === 'object') for (const [key, inner] of Object.entries(value)) add(`${name}[${encodeURIComponent(key)}]`, inner)
    else parts.push(`${name}=${encodeURIComponent(String(value))}`)
  }
  for (const [name, value] of Object.entries(query)) add(encodeURIComponent(name), value)
  return parts.join('&')
}
