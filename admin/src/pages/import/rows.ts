import type { FieldDefinition } from '@/api/collections'
import { typeOf, traitsOf } from '@/lib/fieldTypes'
import { isJsonObject, parseJson, writeJson } from '@/lib/json'
import { fieldNameFor } from '@/lib/names'

/** A row of a file: by the heads of its columns. */
export type Row = Record<string, unknown>

/** What a file holds. */
export interface Table {
  columns: string[]
  rows: Row[]
  /** Whether values are texts that still have to be read as what they stand for. */
  isText: boolean
  /** The line of each row, where rows are lines of the file and can have empty ones between them. */
  lines?: number[]
}

/** Which field a column goes to; empty for none. */
export type Mapping = Record<string, string>

/** A file that cannot be read, with the reason in words. */
export class FileError extends Error {}

/** Reads a file by its name and, where that does not tell, by its beginning. */
export async function readTable(name: string, text: string): Promise<Table> {
  const content = text.replace(/^\uFEFF/, '')
  if (/\.(csv|tsv|txt)$/i.test(name)) return readCsv(content)
  if (/\.(ndjson|jsonl)$/i.test(name)) return readLines(content)
  const start = content.trimStart().charAt(0)
  if (start === '[') return tableOf(readArray(content))
  return start === '{' ? readLines(content) : readCsv(content)
}

async function readCsv(text: string): Promise<Table> {
  const { default: papa } = await import('papaparse')
  const { data, errors, meta } = papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: 'greedy' })
  const [broken] = errors.filter(({ code }) => code !== 'UndetectableDelimiter')
  if (broken) throw new FileError(`Row ${(broken.row ?? 0) + 2}: ${broken.message}`)
  return { columns: meta.fields ?? [], rows: data, isText: true }
}

function readArray(text: string): Row[] {
  const parsed = parse(text, '')
  if (!Array.isArray(parsed)) throw new FileError('The file has to be a JSON array of objects.')
  return parsed.map((item, index) => rowOf(item, `Item ${index + 1}`))
}

function readLines(text: string): Table {
  const filled = text.split('\n').map((line, index) => ({ line: line.trim(), number: index + 1 })).filter(({ line }) => line !== '')
  const rows = filled.map(({ line, number }) => rowOf(parse(line, `Line ${number}: `), `Line ${number}`))
  return { ...tableOf(rows), lines: filled.map(({ number }) => number) }
}

function parse(text: string, place: string): unknown {
  try {
    return parseJson(text)
  } catch (failure) {
    throw new FileError(`${place}This is not JSON: ${failure instanceof Error ? failure.message : String(failure)}`)
  }
}

/** A record can be wrapped as the API answers it. */
function rowOf(item: unknown, place: string): Row {
  if (!isJsonObject(item)) throw new FileError(`${place} is not an object.`)
  return isJsonObject(item.data) ? item.data : item
}

function tableOf(rows: Row[]): Table {
  return { columns: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows, isText: false }
}

/** The field for each column: of the same name, or what its head would be called as a field. */
export function guessMapping(columns: string[], fields: FieldDefinition[]): Mapping {
  const names = new Map(fields.map(({ name }) => [name.toLowerCase(), name]))
  return Object.fromEntries(columns.map((column) => [column, names.get(column.trim().toLowerCase()) ?? names.get(fieldNameFor(column)) ?? '']))
}

/** A row as a record of the collection. What a text stands for is read by its field; an empty one is no value. */
export function toRecord(row: Row, mapping: Mapping, fields: Map<string, FieldDefinition>, isText: boolean): Row {
  const record: Row = {}
  for (const [column, name] of Object.entries(mapping)) {
    const field = fields.get(name)
    if (!field || row[column] === undefined) continue
    const value = isText ? valueOf(field, String(row[column] as string)) : row[column]
    if (value !== undefined) record[name] = value
  }
  return record
}

/** Numbers and booleans the server reads from texts itself; lists and objects have to be JSON. */
function valueOf(field: FieldDefinition, text: string): unknown {
  if (text === '') return undefined
  if (traitsOf(field).isNested) {
    try {
      return parseJson(text)
    } catch {
      return text
    }
  }
  return typeOf(field) === 'string' || typeOf(field) === 'text' ? text : text.trim()
}

/** Lines of JSON in parts that are sent one after the other, so that progress shows. */
export function* parts(records: Iterable<Row>, mostBytes: number): Generator<{ text: string, count: number }> {
  let lines: string[] = []
  let size = 0
  for (const record of records) {
    const line = writeJson(record)
    if (size + line.length > mostBytes && lines.length > 0) {
      yield { text: lines.join('\n'), count: lines.length }
      lines = []
      size = 0
    }
    lines.push(line)
    size += line.length + 1
  }
  if (lines.length > 0) yield { text: lines.join('\n'), count: lines.length }
}
