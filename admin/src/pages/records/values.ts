import type { FieldDefinition } from '@/api/collections'
import { traitsOf, typeOf } from '@/lib/fieldTypes'
import { ExactNumber, parseJson, writeJson } from '@/lib/json'

/** What a form's control holds: the text of an input, or the state of a box. */
export type Draft = string | boolean

/** What a control shows for a value. */
export function toDraft(field: FieldDefinition, value: unknown): Draft {
  const type = typeOf(field)
  if (type === 'bool') return value === true ? 'true' : value === false ? 'false' : ''
  if (value === null || value === undefined) return ''
  if (traitsOf(field).isNested) return writeJson(value, 2)
  if (type === 'datetime') return localTime(String(value))
  return typeof value === 'object' ? writeJson(value) : String(value)
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
    return parseJson(text)
  } catch (failure) {
    throw new DraftError(`This is not JSON: ${failure instanceof Error ? failure.message : String(failure)}`)
  }
}

/** A moment as an input for local time takes it. What has no year of four digits there stays as it is, in UTC. */
function localTime(value: string): string {
  const time = new Date(value)
  if (Number.isNaN(time.getTime())) return value
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  const year = shifted.getUTCFullYear()
  return year < 1 || year > 9999 ? value : shifted.toISOString().slice(0, 19)
}

/** Whether a draft of a moment is none that an input for local time takes: it would show nothing. */
export function isUtc(draft: Draft): boolean {
  return typeof draft === 'string' && draft.endsWith('Z')
}

function utcTime(draft: string): string {
  const time = new Date(draft)
  return Number.isNaN(time.getTime()) ? draft : time.toISOString()
}

const exactTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
/** Enough for all digits of a number; groups them as the reader is used to. */
const mostDigits = 21
const decimal = new Intl.NumberFormat(undefined, { maximumSignificantDigits: mostDigits })

/** A value as a cell of a grid shows it. */
export function display(field: Pick<FieldDefinition, 'type'>, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || value instanceof ExactNumber) return grouped(String(value))
  if (typeof value === 'object') return writeJson(value)
  if (typeOf(field) === 'datetime' && typeof value === 'string') {
    const time = new Date(value)
    return Number.isNaN(time.getTime()) ? value : exactTime.format(time)
  }
  return String(value as string | boolean)
}

/** A number with all that a form shows of it. What has an exponent keeps it: without, it would be a row of zeros. */
function grouped(text: string): string {
  return /e/i.test(text) || text.length > mostDigits ? text : decimal.format(text as `${number}`)
}
