import type { AccessRule, Collection, FieldDefinition } from '@/api/collections'
import type { ApiOperation } from '@/components/snippets/snippets'
import { typeOf } from '@/lib/fieldTypes'
import { ruleLabels, rulesOf } from '@/pages/collections/access'

/** One operation of a collection's API. */
export interface Operation extends ApiOperation {
  id: 'list' | 'get' | 'create' | 'update' | 'delete'
  body: Record<string, unknown> | null
}

/** The operations on a collection's records, with its own names in the examples. */
export function operationsOf(collection: Collection): Operation[] {
  const fields = collection.schema.fields ?? []
  const path = `/api/collections/${collection.name}/records`
  const rules = rulesOf(collection.options)
  const data = Object.fromEntries(fields.slice(0, 6).map((field) => [field.name, exampleOf(field)]))
  const first = fields[0]
  return [
    { id: 'list', title: 'List', method: 'GET', path, query: first ? `limit=10&sort_by=${first.name}` : 'limit=10', queryHint: 'limit, sort_by, after, fields, filter[field][operator]', body: null, result: '{ records, next_cursor }', ...ruled(rules.list) },
    { id: 'get', title: 'Read', method: 'GET', path: `${path}/{id}`, query: '', body: null, result: 'record', ...ruled(rules.read) },
    { id: 'create', title: 'Create', method: 'POST', path, query: '', body: { data }, result: 'record', ...ruled(rules.create) },
    { id: 'update', title: 'Change', method: 'PATCH', path: `${path}/{id}`, query: '', body: { data: first ? { [first.name]: data[first.name] } : {} }, result: 'record', ...ruled(rules.update) },
    { id: 'delete', title: 'Delete', method: 'DELETE', path: `${path}/{id}`, query: '', body: null, result: 'record', ...ruled(rules.delete) },
  ]
}

function ruled(rule: AccessRule): { needsToken: boolean, audience: string } {
  return { needsToken: rule !== 'public', audience: ruleLabels[rule].toLowerCase() }
}

/** A value that a field takes, as far as its type tells. */
function exampleOf(field: FieldDefinition): unknown {
  if (field.default !== undefined && field.default !== null) return field.default
  switch (typeOf(field)) {
    case 'int': return typeof field.min === 'number' ? Math.ceil(field.min) : 1
    case 'float': return typeof field.min === 'number' ? field.min : 1.5
    case 'bool': return true
    case 'date': return typeof field.min === 'string' ? field.min : '2026-01-31'
    case 'datetime': return typeof field.min === 'string' ? field.min : '2026-01-31T12:00:00Z'
    case 'email': return 'ada@example.com'
    case 'url': return 'https://example.com'
    case 'uuid': return '01997f0e-7a3c-7d10-8a52-3c5c7a1f0b2e'
    case 'enum': return field.values?.[0] ?? ''
    case 'list': case 'list[string]': case 'list[int]': case 'list[float]': case 'list[bool]': return []
    case 'dict': return {}
    default: return 'text'
  }
}
