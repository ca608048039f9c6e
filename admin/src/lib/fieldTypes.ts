import type { FieldDefinition } from '@/api/collections'

/** Every type of a field, in the order in which it is offered. */
export const fieldTypes = [
  'string', 'text', 'int', 'float', 'bool', 'date', 'datetime', 'email', 'url', 'uuid', 'enum',
  'list', 'list[string]', 'list[int]', 'list[float]', 'list[bool]', 'dict',
] as const

export type FieldType = typeof fieldTypes[number]

interface TypeTraits {
  label: string
  hint: string
  isText?: boolean
  isNumber?: boolean
  isTime?: boolean
  isNested?: boolean
}

const traits: Record<FieldType, TypeTraits> = {
  string: { label: 'Text', hint: 'One line of text', isText: true },
  text: { label: 'Long text', hint: 'Text of several lines', isText: true },
  int: { label: 'Whole number', hint: 'Up to 64 bits', isNumber: true },
  float: { label: 'Decimal number', hint: 'A finite number', isNumber: true },
  bool: { label: 'Yes or no', hint: 'True or false' },
  date: { label: 'Date', hint: 'A day of the calendar', isTime: true },
  datetime: { label: 'Date and time', hint: 'A moment, kept in UTC', isTime: true },
  email: { label: 'E-mail address', hint: 'Checked for its form', isText: true },
  url: { label: 'URL', hint: 'An absolute http or https address', isText: true },
  uuid: { label: 'UUID', hint: 'An id, kept in lower case', isText: true },
  enum: { label: 'Choice', hint: 'One of the texts that you list', isText: true },
  list: { label: 'List', hint: 'Any JSON values, or fields of one kind', isNested: true },
  'list[string]': { label: 'List of texts', hint: 'A JSON array of texts', isNested: true },
  'list[int]': { label: 'List of whole numbers', hint: 'A JSON array of whole numbers', isNested: true },
  'list[float]': { label: 'List of decimal numbers', hint: 'A JSON array of numbers', isNested: true },
  'list[bool]': { label: 'List of yes or no', hint: 'A JSON array of booleans', isNested: true },
  dict: { label: 'Object', hint: 'A JSON object', isNested: true },
}

/** Other names that the server takes for a type, and keeps as they were sent. */
const aliases = new Map<string, FieldType>([['integer', 'int'], ['number', 'float'], ['boolean', 'bool'], ['object', 'dict']])

/** The type that a name stands for, in any case as for the server; undefined for a name that is not known here. */
export function knownType(name: string | null | undefined): FieldType | undefined {
  const lower = name?.toLowerCase() ?? 'string'
  return fieldTypes.find((type) => type === lower) ?? aliases.get(lower)
}

/** The type of a field; `string` is what a field without one has. One that is not known here is shown as text. */
export function typeOf(field: Pick<FieldDefinition, 'type'>): FieldType {
  return knownType(field.type) ?? 'string'
}

/** What a type is, and which rules it can have. */
export function traitsOf(field: Pick<FieldDefinition, 'type'>): TypeTraits {
  return traits[typeOf(field)]
}

export function traitsOfType(type: FieldType): TypeTraits {
  return traits[type]
}

/** Whether a field has lengths: texts of any length, lists and dicts. */
export function hasLength(type: FieldType): boolean {
  return traits[type].isNested === true || ['string', 'text', 'email', 'url'].includes(type)
}

export function hasPattern(type: FieldType): boolean {
  return ['string', 'text', 'email', 'url'].includes(type)
}

export function hasLimits(type: FieldType): boolean {
  return traits[type].isNumber === true || traits[type].isTime === true
}

/** A label for a field's name: `release_date` is "Release date". */
export function fieldLabel(name: string): string {
  const words = name.replaceAll('_', ' ').trim()
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : name
}
