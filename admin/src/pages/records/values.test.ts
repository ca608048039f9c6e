import { describe, expect, it } from 'vitest'

import { formErrorsOf } from './formErrors'
import { fromAddress, toAddress, toQueryFilter } from './filters'
import { DraftError, fromDraft, toDraft } from './values'

import { ApiError } from '@/api/errors'

describe('values of a form', () => {
  it.each([
    ['int', '7', 7], ['int', ' 7 ', 7], ['int', '9223372036854775807', '9223372036854775807'], ['int', 'x', 'x'], ['int', '', null],
    ['float', '1.5', 1.5], ['float', '1e3', 1000], ['bool', 'true', true], ['bool', '', null], ['string', '', null],
    ['list', '[1]', [1]], ['dict', '{"a": null}', { a: null }], ['enum', '', null], ['datetime', 'no time', 'no time'],
  ])('sends %s "%s" as %j', (type, draft, value) => {
    expect(fromDraft({ name: 'f', type }, draft)).toEqual(value)
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
