import { resolve, type JsonSchema } from './jsonSchema'

const deepest = 6

/** A value that a schema could mean, to show what a request looks like. What may be left out is. */
export function exampleOf(given: JsonSchema | boolean, root: JsonSchema, depth = 0): unknown {
  const { schema, kind } = resolve(given, root)
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined && schema.default !== null) return schema.default
  switch (kind) {
    case 'choice': return schema.enum?.find((value) => value !== null) ?? null
    case 'boolean': return true
    case 'integer': case 'number': return numberOf(schema)
    case 'email': return 'ada@example.com'
    case 'url': return 'https://example.com/'
    case 'date': return '2026-01-31'
    case 'datetime': return '2026-01-31T12:00:00Z'
    case 'time': return '12:00:00'
    case 'password': return '…'
    case 'text': case 'long-text': return schema.format === 'uuid' ? '00000000-0000-7000-8000-000000000000' : 'text'
    case 'list': return depth > deepest ? [] : [exampleOf(schema.items ?? true, root, depth + 1)]
    case 'map': return depth > deepest ? {} : { key: exampleOf(schema.additionalProperties ?? true, root, depth + 1) }
    case 'object': return depth > deepest ? {} : objectOf(schema, root, depth)
    default: return null
  }
}

function objectOf(schema: JsonSchema, root: JsonSchema, depth: number): Record<string, unknown> {
  const members = Object.entries(schema.properties ?? {})
  const required = members.filter(([name]) => schema.required?.includes(name))
  return Object.fromEntries((required.length > 0 ? required : members).map(([name, member]) => [name, exampleOf(member, root, depth + 1)]))
}

function numberOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? 1 : exclusiveMinimum + 1)
  return maximum !== undefined && maximum < least ? maximum : Math.max(least, maximum !== undefined && maximum < 1 ? maximum : 1)
}
