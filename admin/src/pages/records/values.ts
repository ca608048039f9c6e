import type { FieldDefinition } from '@/api/collections'
import { traitsOf, typeOf } from '@/lib/fieldTypes'

/** What a form's control holds: the text of an input, or the state of a box. */
export type Draft = string | boolean

/** What a control shows for a value. */
export function toDraft(field: FieldDefinition, value: unknown): Draft {
  const type = typeOf(field)
  if (type === 'bool') return value === true ? 'true' : value === false ? 'false' : ''
  if (value === null || value === undefined) return ''
  if (traitsOf(field).isNested) return JSON.stringify(value, null, 2)
  if (type === 'datetime') return localTime(String(value))
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A draft that cannot be sent, with the reason. */
export class DraftError extends Error {}

/**
 * What is sent for what a control holds; null for nothing. The server says whether a value is allowed: here only what has to be put into
 * JSON at all is looked at. Whole numbers go as text, since those of 64 bits do not fit into a number of the browser.
 */
export function fromDraft(field: FieldDefinition, draft: Draft): unknown {
  const type = typeOf(field)
  if (typeof draft === 'boolean') return draft
  if (type === 'bool') return draft === '' ? null : draft === 'true'
  if (draft === '' && !(type === 'string' || type === 'text')) return null
  if (draft === '') return field.required ? '' : null
  if (traitsOf(field).isNested) return parse(draft)
  if (type === 'int') return /^[+-]?\d+$/.test(draft.trim()) && Number.isSafeInteger(Number(draft)) ? Number(draft) : draft.trim()
  if (type === 'float') return Number.isFinite(Number(draft)) ? Number(draft) : draft.trim()
  if (type === 'datetime') return utcTime(draft)
  return draft
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (failure) {
    throw new DraftError(`This is not JSON: ${failure instanceof Error ? failure.message : String(failure)}`)
  }
}

/** A moment as an input for local time takes it. */
function localTime(value: string): string {
  const time = new Date(value)
  if (Number.isNaN(time.getTime())) return value
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 19)
}

function utcTime(draft: string): string {
  const time = new Date(draft)
  return Number.isNaN(time.getTime()) ? draft : time.toISOString()
}

const exactTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const decimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 12 })

/** A value as a cell of a grid shows it. */
export function display(field: Pick<FieldDefinition, 'type'>, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object') return JSON.stringify(value)
  if (typeof value === 'number') return decimal.format(value)
  if (typeOf(field) === 'datetime' && typeof value === 'string') {
    const time = new Date(value)
    return Number.isNaN(time.getTime()) ? value : exactTime.format(time)
  }
  return String(value as string | boolean)
}
