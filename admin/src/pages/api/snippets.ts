import type { Operation } from './operations'

import type { Collection, FieldDefinition } from '@/api/collections'
import { typeOf } from '@/lib/fieldTypes'

/** The languages that a call is shown in. */
export const languages = ['curl', 'C#', 'JavaScript'] as const

export type Language = typeof languages[number]

/** What stands for an id, until there is one. */
export const exampleId = 'RECORD_ID'

/** A call of an operation, ready to be pasted. A rule that is not public needs a token, which the reader puts in. */
export function snippet(language: Language, operation: Operation, collection: Collection, server: string, id: string): string {
  if (language === 'curl') return curl(operation, server, id)
  return language === 'C#' ? csharp(operation, collection, server, id) : javaScript(operation, server, id)
}

function addressOf({ path, query }: Operation, server: string, id: string): string {
  return `${server}${path.replace('{id}', id)}${query ? `?${query}` : ''}`
}

function curl(operation: Operation, server: string, id: string): string {
  const lines = [`curl${operation.method === 'GET' ? '' : ` -X ${operation.method}`} ${shellQuoted(addressOf(operation, server, id))}`]
  if (operation.rule !== 'public') lines.push('-H "Authorization: Bearer $TOKEN"')
  if (operation.body) lines.push('-H \'Content-Type: application/json\'', `-d ${shellQuoted(JSON.stringify(operation.body))}`)
  return lines.join(' \\\n  ')
}

/** In single quotes a shell reads everything as it is but a single quote. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll('\'', '\'\\\'\'')}'`
}

function javaScript(operation: Operation, server: string, id: string): string {
  const headers = [
    operation.rule === 'public' ? '' : 'Authorization: `Bearer ${token}`',
    operation.body ? '\'Content-Type\': \'application/json\'' : '',
  ].filter(Boolean)
  const options = [
    operation.method === 'GET' ? '' : `method: '${operation.method}',`,
    headers.length > 0 ? `headers: { ${headers.join(', ')} },` : '',
    operation.body ? `body: JSON.stringify(${indented(JSON.stringify(operation.body, null, 2), 2)}),` : '',
  ].filter(Boolean)
  const address = JSON.stringify(addressOf(operation, server, id))
  const call = options.length > 0 ? `fetch(${address}, {\n  ${options.join('\n  ')}\n})` : `fetch(${address})`
  const read = operation.method === 'DELETE' ? '' : `\nconst ${operation.id === 'list' ? '{ records, next_cursor }' : 'record'} = await response.json()`
  return `const response = await ${call}\nif (!response.ok) throw new Error((await response.json()).detail)${read}`
}

function csharp(operation: Operation, collection: Collection, server: string, id: string): string {
  const head = [
    `using var client = new TinyBaseClient(new Uri(${JSON.stringify(server)}));`,
    operation.rule === 'public' ? '' : 'await client.Auth.LoginAsync(email, password);',
    `var records = client.Collection(${JSON.stringify(collection.name)});`,
  ].filter(Boolean).join('\n')
  const usings = operation.body ? 'using System.Text.Json.Nodes;\nusing TinyBase.Client;' : 'using TinyBase.Client;'
  return `${usings}\n\n${head}\n${csharpCall(operation, collection, id)}`
}

function csharpCall(operation: Operation, collection: Collection, id: string): string {
  const guid = `Guid.Parse(${JSON.stringify(id)})`
  const data = csharpData((operation.body?.data ?? {}) as Record<string, unknown>, new Map((collection.schema.fields ?? []).map((field) => [field.name, field])))
  const first = collection.schema.fields?.[0]?.name
  switch (operation.id) {
    case 'list': return `var page = await records.ListAsync(new ListQuery { Limit = 10${first ? `, SortBy = ${JSON.stringify(first)}` : ''} });`
    case 'get': return `var record = await records.GetAsync(${guid});`
    case 'create': return `var record = await records.CreateAsync(${data});`
    case 'update': return `var record = await records.UpdateAsync(${guid}, ${data});`
    case 'delete': return `await records.DeleteAsync(${guid});`
  }
}

function csharpData(data: Record<string, unknown>, fields: Map<string, FieldDefinition>): string {
  const lines = Object.entries(data).map(([name, value]) => `    [${JSON.stringify(name)}] = ${csharpValue(value, fields.get(name))},`)
  return lines.length > 0 ? `new JsonObject\n{\n${lines.join('\n')}\n}` : 'new JsonObject()'
}

function csharpValue(value: unknown, field: FieldDefinition | undefined): string {
  if (Array.isArray(value)) return value.length === 0 ? 'new JsonArray()' : `JsonNode.Parse(${JSON.stringify(JSON.stringify(value))})`
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0 ? 'new JsonObject()' : `JsonNode.Parse(${JSON.stringify(JSON.stringify(value))})`
  if (typeof value === 'number' && field && typeOf(field) === 'float' && Number.isInteger(value)) return `${value}.0`
  return JSON.stringify(value)
}

function indented(text: string, spaces: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(spaces)}`)
}
