import { isSystemField, systemFields } from './filters'

import type { Collection, FieldDefinition } from '@/api/collections'
import type { StoredRecord } from '@/api/records'
import { fieldLabel, traitsOf, typeOf } from '@/lib/fieldTypes'

/** A column of the grid: a field of the schema, or one that every record has. */
export interface GridColumn {
  /** Tells apart a field of the schema and a system field of the same name. */
  key: string
  label: string
  field: FieldDefinition
  /** Whether it is a field of the schema. */
  isOwn: boolean
  /** Whether the list can be sorted and filtered by it. */
  canQuery: boolean
  isNumber: boolean
  width: number
  valueOf: (record: StoredRecord) => unknown
}

/** Columns that are hidden unless asked for. */
export const usuallyHidden = ['id', 'owner_id', 'updated_at']

/** All columns of a collection. */
export function gridColumns(collection: Collection): GridColumn[] {
  const own = (collection.schema.fields ?? []).map((field, index): GridColumn => ({
    ...base(field, index === 0 && traitsOf(field).isText ? 260 : usualWidth(field)),
    key: `data.${field.name}`,
    isOwn: true,
    canQuery: !isSystemField(field.name),
    valueOf: (record) => record.data[field.name],
  }))
  const system = systemFields.map((field): GridColumn => ({
    ...base(field, usualWidth(field)),
    key: field.name,
    isOwn: false,
    canQuery: true,
    valueOf: (record) => record[field.name as 'id' | 'owner_id' | 'created_at' | 'updated_at'],
  }))
  return [...own, ...system]
}

function base(field: FieldDefinition, width: number) {
  return { field, label: fieldLabel(field.name), isNumber: traitsOf(field).isNumber === true, width }
}

function usualWidth(field: FieldDefinition): number {
  const traits = traitsOf(field)
  return traits.isNumber || typeOf(field) === 'bool' ? 140 : traits.isTime ? 150 : 190
}
