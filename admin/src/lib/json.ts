/** A number that the browser cannot hold: beyond 53 bits, with more digits, or larger than any of its own. It stays as it is written. */
export class ExactNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
    // Nothing changes it, and Vue need not watch it.
    Object.freeze(this)
  }

  toString(): string {
    return this.text
  }

  /** Where something else makes JSON of it, it is a text rather than another number. */
  toJSON(): string {
    return this.text
  }
}

/** What stands before such a number while the browser reads or writes it as a text. No text of somebody's begins with it. */
const mark = `number ${Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-')} `
const marked = new RegExp(`"${mark}([^"]*)"`, 'g')

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
/** With up to 15 digits and without an exponent every number keeps its value. */
const perhapsInexact = /[\d.]{16}|\d[eE][+-]?\d/
/** Those that may not, and what tells where a text begins and ends. */
const tokens = /\\.|"|-?\d[\d.]{15}[\d.eE+-]*|-?\d[\d.]*[eE][+-]?\d+/gs

/** Reads JSON; numbers that would become others are `ExactNumber`s. Throws what `JSON.parse` throws. */
export function parseJson(text: string): unknown {
  const plain = JSON.parse(text) as unknown
  if (!perhapsInexact.test(text)) return plain
  let isInText = false
  let isInexact = false
  const kept = text.replace(tokens, (token) => {
    if (token === '"') isInText = !isInText
    if (isInText || !(numberOf(token) instanceof ExactNumber)) return token
    isInexact = true
    return `"${mark}${token}"`
  })
  if (!isInexact) return plain
  return JSON.parse(kept, (_, value: unknown) => typeof value === 'string' && value.startsWith(mark) ? new ExactNumber(value.slice(mark.length)) : value)
}

/** Writes JSON with each number as it was read. */
export function writeJson(value: unknown, indent?: number): string {
  let isMarked = false
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key: string, given: unknown) {
    const own = this[key]
    if (!(own instanceof ExactNumber)) return given
    isMarked = true
    return mark + own.text
  }, indent)
  return isMarked ? text.replace(marked, '$1') : text
}

/** The number that a text is in JSON, without a loss; undefined for a text that is none. */
export function numberOf(text: string): number | ExactNumber | undefined {
  if (!number.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) && significant(text) === significant(String(value)) ? value : new ExactNumber(text)
}

/** Whether it is an object of JSON. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

/** A number without what can be written in more than one way: its digits and the power of ten behind them. */
function significant(text: string): string {
  const [, sign, whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e(.+))?$/i.exec(text) ?? []
  const all = (whole + fraction).replace(/^0+/, '')
  const digits = all.replace(/0+$/, '')
  return digits === '' ? '0' : `${sign}${digits}e${Number(exponent) - fraction.length + all.length - digits.length}`
}
