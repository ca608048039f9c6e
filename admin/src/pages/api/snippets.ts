import type { Operation } from './operations'

import type { Collection, FieldDefinition } from '@/api/collections'
import { snippetOf, type Language } from '@/components/snippets/snippets'
import { typeOf } from '@/lib/fieldTypes'
import { isJsonObject, writeJson } from '@/lib/json'

/** A call of an operation; in C# with the typed client. */
export function snippet(language: Language, operation: Operation, collection: Collection, server: string, id: string): string {
  return language === 'C#' ? csharp(operation, collection, server, id) : snippetOf(language, operation, server, id)
}

function csharp(operation: Operation, collection: Collection, server: string, id: string): string {
  const head = [
    `using var client = new TinyBaseClient(new Uri(${JSON.stringify(server)}));`,
    operation.needsToken ? 'await client.Auth.LoginAsync(email, password);' : '',
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
  if (Array.isArray(value)) return value.length === 0 ? 'new JsonArray()' : `JsonNode.Parse(${JSON.stringify(writeJson(value))})`
  if (isJsonObject(value)) return Object.keys(value).length === 0 ? 'new JsonObject()' : `JsonNode.Parse(${JSON.stringify(writeJson(value))})`
  if (typeof value === 'number' && field && typeOf(field) === 'float' && Number.isInteger(value)) return `${value}.0`
  return writeJson(value)
}
