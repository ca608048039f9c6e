import { describe, expect, it } from 'vitest'

import { formErrorsOf } from './formErrors'
import { fromAddress, toAddress, toQueryFilter } from './filters'
import { display, DraftError, fromDraft, toDraft } from './values'

import { ApiError } from '@/api/errors'
import { parseJson, writeJson } from '@/lib/json'

describe('values of a form', () => {
  it.each([
    ['int', '7', 7], ['int', ' 7 ', 7], ['int', '9223372036854775807', '9223372036854775807'], ['int', 'x', 'x'], ['int', '', null],
    ['float', '1.5', 1.5], ['float', '1e3', 1000], ['bool', 'true', true], ['bool', '', null], ['string', '', null],
    ['list', '[1]', [1]], ['dict', '{"a": null}', { a: null }], ['enum', '', null], ['datetime', 'no time', 'no time'],
  ])('sends %s "%s" as %j', (type, draft, value) => {
    expect(fromDraft({ name: 'f', type }, draft)).toEqual(value)
  })

  it.each([['dict', '{\n  "id": 9007199254740993,\n  "rate": 1e400\n}'], ['list[int]', '[\n  9007199254740993\n]'], ['int', '9007199254740993']])('rounds no number of a %s', (type, text) => {
    const field = { name: 'f', type }
    expect(toDraft(field, parseJson(text))).toBe(text)
    expect(writeJson(fromDraft(field, text), 2).replaceAll('"9007199254740993"', '9007199254740993')).toBe(text)
  })

  it.each([['Asia/Tokyo', '9999-12-31T23:59:59Z'], ['America/New_York', '0001-01-01T00:00:00Z']])('keeps a moment that has no local time of %s visible', (zone, value) => {
    const before = process.env.TZ
    process.env.TZ = zone
    try {
      const field = { name: 'f', type: 'datetime' }
      expect(toDraft(field, value)).toBe(value)
      expect(new Date(fromDraft(field, value) as string)).toEqual(new Date(value))
      expect(toDraft(field, '2026-01-31T12:00:00Z')).toMatch(/^2026-01-31T\d\d:00:00$/)
    } finally {
      process.env.TZ = before
    }
  })

  it.each([
    [1e-20, '1e-20'], [0.1 + 0.2, '0.30000000000000004'], [1234567.5, '1,234,567.5'], [0.0000012345678901234567, '0.0000012345678901234567'], [1e300, '1e+300'], [0, '0'],
    [parseJson('9007199254740993'), '9,007,199,254,740,993'], [[parseJson('9007199254740993')], '[9007199254740993]'],
  ])('shows %s in a cell as %s', (value, text) => {
    expect(display({ type: 'float' }, value)).toBe(text)
  })

  it('does not send what is no JSON', () => {
    expect(() => fromDraft({ name: 'f', type: 'dict' }, '{')).toThrow(DraftError)
  })

  it('shows a value so that it comes back the same', () => {
    for (const [type, value] of [['int', 7], ['float', 0.1], ['bool', false], ['list', [1, 'a']], ['dict', { a: [] }], ['date', '2026-01-31']] as const) {
      expect(fromDraft({ name: 'f', type }, toDraft({ name: 'f', type }, value))).toEqual(value)
    }
    expect(fromDraft({ name: 'f', type: 'datetime' }, toDraft({ name: 'f', type: 'datetime' }, '2026-01-31T12:30:05.000000Z'))).toBe('2026-01-31T12:30:05.000Z')
  })
})

describe('errors of the server', () => {
  it('stand at their fields, also from inside a list, and what has no field stands above', () => {
    const error = new ApiError(400, 'Validation error', {
      problems: [
        { type: 'missing', loc: ['body', 'data', 'title'], msg: 'Field required' },
        { type: 'missing', loc: ['body', 'data', 'items', 1, 'sku'], msg: 'Field required' },
        { type: 'extra', loc: ['body', 'data', 'other'], msg: 'Unknown field' },
      ],
    })
    expect(formErrorsOf(error, ['title', 'items'])).toEqual({
      fields: { title: 'Field required', items: '1.sku: Field required' }, others: ['other: Unknown field'],
    })
  })
})

describe('filters', () => {
  it('come back from an address, with points and colons in their values', () => {
    const filters = [{ field: 'at', operator: 'gte', value: '2026-01-31T12:00:00.000Z' }, { field: 'title', operator: 'contains', value: 'a.b & c' }]
    expect(fromAddress(toAddress(filters))).toEqual(filters)
    expect(fromAddress('title.drop.x')).toEqual([])
    expect(fromAddress(undefined)).toEqual([])
  })

  it('are what the API takes', () => {
    expect(toQueryFilter([{ field: 'a', operator: 'gte', value: '1' }, { field: 'a', operator: 'lt', value: '5' }, { field: 'b', operator: 'filled', value: '' }]))
      .toEqual({ a: { gte: '1', lt: '5' }, b: { null: 'false' } })
  })
})
