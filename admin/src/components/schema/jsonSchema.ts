/** The parts of JSON Schema that forms are made of. */
export interface JsonSchema {
  type?: string | string[]
  title?: string
  description?: string
  format?: string
  contentEncoding?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  properties?: Record<string, JsonSchema | boolean>
  required?: string[]
  additionalProperties?: JsonSchema | boolean
  items?: JsonSchema | boolean
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  pattern?: string
  anyOf?: (JsonSchema | boolean)[]
  oneOf?: (JsonSchema | boolean)[]
  $ref?: string
}

/** Which widget a value gets. What no widget fits is written as JSON. */
export type SchemaKind = 'text' | 'long-text' | 'password' | 'email' | 'url' | 'date' | 'datetime' | 'time' | 'integer' | 'number' | 'boolean' | 'choice' | 'object' | 'map' | 'list' | 'json'

export type Path = readonly (string | number)[]

/** A schema with its references followed and what can be null told apart. */
export interface ResolvedSchema {
  schema: JsonSchema
  kind: SchemaKind
  isNullable: boolean
}

/** Beyond so many characters a text gets more than one line. */
const longTextFrom = 200
const deepestReference = 16

const formats: Partial<Record<string, SchemaKind>> = { date: 'date', 'date-time': 'datetime', time: 'time', email: 'email', uri: 'url', password: 'password' }

/** Follows references, which count from the root, and decides on the widget. */
export function resolve(given: JsonSchema | boolean, root: JsonSchema): ResolvedSchema {
  let schema: JsonSchema = typeof given === 'boolean' ? {} : given
  for (let depth = 0; schema.$ref !== undefined && depth < deepestReference; depth++) {
    const { $ref, ...beside } = schema
    schema = { ...find($ref, root), ...beside }
  }
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) {
    const others = choices.filter((choice) => typeof choice === 'boolean' || choice.type !== 'null')
    const [only, ...more] = others
    if (only === undefined || more.length > 0) return { schema, kind: 'json', isNullable: others.length < choices.length }
    const inner = resolve(only, root)
    return { schema: { ...inner.schema, ...schema, anyOf: undefined, oneOf: undefined }, kind: inner.kind, isNullable: true }
  }
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type ?? []
  return { schema, kind: kindOf(schema, types.filter((type) => type !== 'null')), isNullable: types.includes('null') || (schema.enum?.includes(null) ?? false) }
}

function find(reference: string, root: JsonSchema): JsonSchema {
  let found: unknown = root
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    found = (found as Record<string, unknown> | undefined)?.[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return typeof found === 'object' && found !== null ? found : {}
}

function kindOf(schema: JsonSchema, types: string[]): SchemaKind {
  if (schema.enum) return schema.enum.every((value) => typeof value !== 'object' || value === null) ? 'choice' : 'json'
  if (schema.const !== undefined || types.length !== 1) return 'json'
  switch (types[0]) {
    case 'boolean': return 'boolean'
    case 'integer': return 'integer'
    case 'number': return 'number'
    case 'string': return formats[schema.format ?? ''] ?? (schema.contentEncoding || (schema.maxLength ?? 0) > longTextFrom ? 'long-text' : 'text')
    case 'array': return schema.items === undefined ? 'json' : 'list'
    case 'object': return schema.properties ? 'object' : isMap(schema) ? 'map' : 'json'
    default: return 'json'
  }
}

function isMap({ additionalProperties }: JsonSchema): boolean {
  return typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
}

/** What a form starts with: defaults, and of what is required that which is nothing yet. What stays undefined is left out of the JSON. */
export function startValue(given: JsonSchema | boolean, root: JsonSchema, isRequired: boolean, depth = 0): unknown {
  const { schema, kind, isNullable } = resolve(given, root)
  if (schema.default !== undefined && schema.default !== null) return schema.default
  if (!isRequired) return undefined
  if (isNullable) return null
  switch (kind) {
    case 'boolean': return false
    case 'text': case 'long-text': return ''
    case 'map': return {}
    case 'list': {
      const { items = true, minItems = 0 } = schema
      // A type that holds itself has no end.
      return depth > deepestReference ? [] : Array.from({ length: Math.min(minItems, 5) }, () => startValue(items, root, true, depth + 1))
    }
    case 'object': return depth > deepestReference ? {} : startObject(schema, root, depth)
    default: return undefined
  }
}

/** The members of an object that has just been added. */
export function startObject(schema: JsonSchema, root: JsonSchema, depth = 0): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema.properties ?? {})
    .map(([name, member]) => [name, startValue(member, root, schema.required?.includes(name) ?? false, depth + 1)] as const)
    .filter(([, value]) => value !== undefined))
}

/** What a value that is added starts as, whether or not it has to be there. */
export function startPresent(given: JsonSchema | boolean, root: JsonSchema): unknown {
  const { schema, kind } = resolve(given, root)
  if (kind === 'object') return startObject(schema, root)
  if (kind === 'map') return {}
  return startValue({ ...schema, type: typeof schema.type === 'object' ? schema.type.filter((type) => type !== 'null') : schema.type } as JsonSchema, root, true)
}

/** The limits of a value in words; undefined for none. */
export function hintOf(schema: JsonSchema): string | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength, minItems, maxItems } = schema
  const hints = [
    schema.description,
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : minimum !== undefined ? `at least ${minimum}` : maximum !== undefined ? `at most ${maximum}` : '',
    exclusiveMinimum !== undefined ? `more than ${exclusiveMinimum}` : '',
    exclusiveMaximum !== undefined ? `less than ${exclusiveMaximum}` : '',
    minLength !== undefined && minLength > 1 ? `at least ${minLength} characters` : '',
    maxLength !== undefined ? `at most ${maxLength} characters` : '',
    minItems ? `at least ${minItems}` : '',
    maxItems !== undefined ? `at most ${maxItems}` : '',
    schema.pattern !== undefined ? `matches ${schema.pattern.replace(/^\^\(\?:(.*)\)\?\$$/, '$1')}` : '',
    schema.format === 'uuid' ? 'a UUID' : '',
  ]
  return hints.filter(Boolean).join(' · ') || undefined
}

/** "bill_to" is "Bill to". */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
