import type { FieldDefinition } from '@/api/collections'
import { traitsOf, typeOf } from '@/lib/fieldTypes'

/** One condition of the list, in the server's own terms. */
export interface Filter {
  field: string
  operator: string
  value: string
}

/** The fields that every record has. */
export const systemFields: FieldDefinition[] = [
  { name: 'id', type: 'uuid', description: 'The id of the record' },
  { name: 'owner_id', type: 'uuid', description: 'The user who created the record' },
  { name: 'created_at', type: 'datetime', description: 'When the record was created' },
  { name: 'updated_at', type: 'datetime', description: 'When the record was changed last' },
]

/** Whether the name is one that every record has; a field of the schema with that name can be neither sorted nor filtered by. */
export function isSystemField(name: string): boolean {
  return systemFields.some((field) => field.name === name)
}

const words: Record<string, string> = {
  eq: 'is', ne: 'is not', gt: 'is more than', gte: 'is at least', lt: 'is less than', lte: 'is at most',
  in: 'is one of', contains: 'contains', starts: 'starts with', null: 'is empty', filled: 'is not empty',
}

/** The operators that make sense for a field. `filled` is the other side of `null`. */
export function operatorsOf(field: FieldDefinition): { value: string, label: string }[] {
  const traits = traitsOf(field)
  const type = typeOf(field)
  const names = traits.isNested ? ['null', 'filled']
    : type === 'bool' ? ['eq', 'ne', 'null', 'filled']
      : traits.isNumber || traits.isTime ? ['eq', 'ne', 'gte', 'lte', 'gt', 'lt', 'in', 'null', 'filled']
        : type === 'uuid' || type === 'enum' ? ['eq', 'ne', 'in', 'null', 'filled']
          : ['contains', 'eq', 'ne', 'starts', 'in', 'gte', 'lte', 'null', 'filled']
  return names.map((value) => ({ value, label: wordOf(value) }))
}

export function wordOf(operator: string): string {
  return words[operator] ?? operator
}

export function needsValue(operator: string): boolean {
  return operator !== 'null' && operator !== 'filled'
}

/** The filters as the query of a list has them. */
export function toQueryFilter(filters: Filter[]): Record<string, Record<string, string>> {
  const query: Record<string, Record<string, string>> = {}
  for (const { field, operator, value } of filters) {
    const [name, text] = operator === 'null' ? ['null', 'true'] : operator === 'filled' ? ['null', 'false'] : [operator, value]
    query[field] = { ...query[field], [name]: text }
  }
  return query
}

/** Filters for an address: `rating.gte.7`. */
export function toAddress(filters: Filter[]): string[] {
  return filters.map(({ field, operator, value }) => `${field}.${operator}.${value}`)
}

export function fromAddress(given: unknown): Filter[] {
  const texts = Array.isArray(given) ? given : [given]
  return texts.flatMap((text) => {
    const [, field, operator, value] = /^([^.]+)\.([a-z]+)\.(.*)$/s.exec(String(text ?? '')) ?? []
    return field && operator && operator in words ? [{ field, operator, value: value ?? '' }] : []
  })
}
