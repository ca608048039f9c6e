import type { CollectionOptions, FieldDefinition } from '@/api/collections'
import { parseJson, writeJson } from '@/lib/json'
import { fieldNamePattern } from '@/lib/names'
import { hasLength, hasLimits, hasPattern, knownType, traitsOfType, typeOf, type FieldType } from '@/lib/fieldTypes'

/** A field while it is edited. */
export interface FieldDraft {
  /** Tells fields apart while their names change. */
  key: number
  /** The name that it is stored under; null for a new field. */
  storedName: string | null
  /** Whether it is to be removed; it stays in the list until that is applied. */
  isRemoved: boolean
  definition: FieldDefinition
}

/** An index over several fields; these are known by their keys, so that renaming them does not matter. */
export interface IndexDraft {
  key: number
  fields: string[]
  unique: boolean
}

let nextKey = 1

export function draftsOf(fields: FieldDefinition[]): FieldDraft[] {
  return fields.map((definition) => ({ key: nextKey++, storedName: definition.name, isRemoved: false, definition: copyOf(definition) }))
}

export function newDraft(name = ''): FieldDraft {
  return { key: nextKey++, storedName: null, isRemoved: false, definition: { name, type: 'string' } }
}

export function indexDraftsOf(options: CollectionOptions): IndexDraft[] {
  return (options.indexes ?? []).map(({ fields, unique }) => ({ key: nextKey++, fields: [...fields], unique: unique ?? false }))
}

export function newIndexDraft(): IndexDraft {
  return { key: nextKey++, fields: [], unique: false }
}

/** The schema that drafts stand for, with the names that fields had before where they changed. */
export function fieldsOf(drafts: FieldDraft[]): FieldDefinition[] {
  return drafts.filter((draft) => !draft.isRemoved).map(({ storedName, definition }) => {
    const field = tidy(definition)
    return storedName !== null && storedName !== field.name ? { ...field, renamed_from: storedName } : field
  })
}

/** A field with the rules that its type can have and nothing that says nothing. Its type keeps the name that it was given. */
export function tidy(definition: FieldDefinition): FieldDefinition {
  // Nobody here knows which rules such a type can have.
  if (!knownType(definition.type)) return { ...definition }
  const type = typeOf(definition)
  const isAllowed: Partial<Record<keyof FieldDefinition, boolean>> = {
    min_length: hasLength(type), max_length: hasLength(type),
    min: hasLimits(type), max: hasLimits(type), pattern: hasPattern(type), values: type === 'enum', items: type === 'list',
    properties: type === 'dict', additional_properties: type === 'dict',
    unique: canBeIndexed(type), index: canBeIndexed(type), renamed_from: false,
  }
  const entries = Object.entries(definition).filter(([key, value]) =>
    isAllowed[key as keyof FieldDefinition] !== false && value !== null && value !== undefined && value !== '' && (value !== false || key === 'default') || key === 'additional_properties' && type === 'dict' && value === false)
  return { ...Object.fromEntries(entries), name: definition.name, type: definition.type ?? type } as FieldDefinition
}

export function canBeIndexed(type: FieldType): boolean {
  return !traitsOfType(type).isNested
}

/** What is wrong with a name, in words; undefined for nothing. */
export function nameProblem(draft: FieldDraft, all: FieldDraft[]): string | undefined {
  const name = draft.definition.name
  if (name === '') return 'Give the field a name.'
  if (!fieldNamePattern.test(name)) return 'A letter first, then letters, digits and underscores.'
  const isTaken = all.some((other) => other.key !== draft.key && !other.isRemoved && other.definition.name.toLowerCase() === name.toLowerCase())
  return isTaken ? 'Another field has this name.' : undefined
}

/** Moves one item to another place. */
export function moved<T>(items: T[], from: number, to: number): T[] {
  if (to < 0 || to >= items.length || from === to) return items
  const rest = items.filter((_, index) => index !== from)
  return [...rest.slice(0, to), items[from]!, ...rest.slice(to)]
}

/** What Vue wraps is not cloned by the browser. */
function copyOf(definition: FieldDefinition): FieldDefinition {
  return parseJson(writeJson(definition)) as FieldDefinition
}
