import { describe, expect, it } from 'vitest'
import { reactive } from 'vue'

import { ExactNumber, isJsonObject, numberOf, parseJson, writeJson } from './json'

describe('JSON', () => {
  it.each([
    '9007199254740993', '-9223372036854775808', '[9007199254740993,1,"9007199254740993"]', '{"a":{"b":[0.1000000000000000055,1e400,-1E-400]},"c":2}',
    '"\\"9007199254740993"', '{"9007199254740993":9007199254740993}', '[12345678901234567890.12345678901234567890]', '"\\\\",9007199254740993'.replace(/^(.*)$/, '[$1]'),
  ])('comes back as it was: %s', (text) => {
    expect(writeJson(parseJson(text))).toBe(text)
    expect(writeJson(reactive({ all: parseJson(text) }))).toBe(`{"all":${text}}`)
  })

  it.each([
    ['1.0', 1], ['1e3', 1000], ['1.5E+2', 150], ['0.1', 0.1], ['1e-7', 1e-7], ['9007199254740991', 9007199254740991], ['9007199254740992', 9007199254740992],
    ['100000000000000000000', 1e20], ['0e999', 0], ['-0.00', -0], ['1.7976931348623157E+308', 1.7976931348623157e308], ['0.30000000000000004', 0.1 + 0.2], ['5E-324', 5e-324],
  ])('has %s as a number of the browser, which loses nothing', (text, value) => {
    expect(numberOf(text)).toBe(value)
    expect(parseJson(`[${text}]`)).toEqual([value])
  })

  it.each(['', '1.', '.5', '+1', '01', '1e', 'x', '"1"', '9007199254740993.'])('has no number "%s"', (text) => {
    expect(numberOf(text)).toBeUndefined()
  })

  it.each(['{9007199254740993:1}', '[9007199254740993.]', '[09007199254740993]', '[9007199254740993"a"]', '{'])('is not %s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError)
  })

  it('is read however long its texts are', () => {
    const text = '\\n'.repeat(1_000_000)
    expect(writeJson(parseJson(`["${text}",9007199254740993]`))).toBe(`["${text}",9007199254740993]`)
  })

  it('is written like that of the browser', () => {
    const value = { a: [1, 'x', null, { b: true }], c: undefined, d: new Date(0) }
    expect(writeJson(value, 2)).toBe(JSON.stringify(value, null, 2))
    expect(writeJson(parseJson('{"a":[9007199254740993]}'), 2)).toBe('{\n  "a": [\n    9007199254740993\n  ]\n}')
  })

  it('has such numbers in words, and they are no objects', () => {
    const value = parseJson('9007199254740993')
    expect(value).toBeInstanceOf(ExactNumber)
    expect(String(value)).toBe('9007199254740993')
    expect(isJsonObject(value)).toBe(false)
    expect(isJsonObject({})).toBe(true)
    expect(isJsonObject([])).toBe(false)
  })
})
