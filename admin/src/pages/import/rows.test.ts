import { describe, expect, it } from 'vitest'

import { FileError, guessMapping, parts, readTable, toRecord } from './rows'

describe('a file to import', () => {
  it('is read as CSV with quotes, line breaks in values and a byte order mark', async () => {
    const table = await readTable('a.csv', '\uFEFFname,note\r\n"A, B","two\nlines"\r\nC,\r\n')
    expect(table).toEqual({ columns: ['name', 'note'], rows: [{ name: 'A, B', note: 'two\nlines' }, { name: 'C', note: '' }], isText: true })
  })

  it('is read as JSON and as lines of JSON, whatever it is called', async () => {
    expect((await readTable('a.json', '[{"a":1},{"b":2}]')).columns).toEqual(['a', 'b'])
    expect((await readTable('a.json', '{"a":1}\n\n{"data":{"a":2}}\n')).rows).toEqual([{ a: 1 }, { a: 2 }])
  })

  it.each([['a.json', '[1]', 'Item 1 is not an object.'], ['a.json', '[9007199254740993]', 'Item 1 is not an object.'], ['a.ndjson', '{"a":1}\nx', 'Line 2: This is not JSON']])('says where %s is broken', async (name, text, message) => {
    await expect(readTable(name, text)).rejects.toThrow(FileError)
    await expect(readTable(name, text)).rejects.toThrow(message)
  })

  it('tells the lines of its rows where it has empty ones', async () => {
    expect((await readTable('a.ndjson', '{"a":1}\n\n  \n{"a":2}\n')).lines).toEqual([1, 4])
    expect((await readTable('a.json', '[{"a":1}]')).lines).toBeUndefined()
  })

  it.each(['a.json', 'a.ndjson', 'a.csv'])('rounds no number of %s', async (name) => {
    const text = { 'a.json': '[{"n":9007199254740993,"d":{"m":1e400}}]', 'a.ndjson': '{"n":9007199254740993,"d":{"m":1e400}}', 'a.csv': 'n,d\n9007199254740993,"{""m"":1e400}"' }[name]!
    const { rows, isText } = await readTable(name, text)
    const fields = new Map([['n', { name: 'n', type: 'int' }], ['d', { name: 'd', type: 'dict' }]])
    const sent = [...parts([toRecord(rows[0]!, { n: 'n', d: 'd' }, fields, isText)], 100)].map((part) => part.text)
    expect(sent).toEqual([isText ? '{"n":"9007199254740993","d":{"m":1e400}}' : '{"n":9007199254740993,"d":{"m":1e400}}'])
  })

  it('finds the field for a column by its name', () => {
    expect(guessMapping(['US Gross', 'Title', 'Else'], [{ name: 'us_gross' }, { name: 'title' }])).toEqual({ 'US Gross': 'us_gross', Title: 'title', Else: '' })
  })

  it('leaves empty cells out and reads JSON where the field holds it', () => {
    const fields = new Map([['n', { name: 'n', type: 'int' }], ['tags', { name: 'tags', type: 'list' }], ['t', { name: 't', type: 'string' }]])
    expect(toRecord({ n: ' 7 ', tags: '["a"]', t: ' x ', u: 'y' }, { n: 'n', tags: 'tags', t: 't', u: '' }, fields, true)).toEqual({ n: '7', tags: ['a'], t: ' x ' })
    expect(toRecord({ n: '' }, { n: 'n' }, fields, true)).toEqual({})
  })

  it('is sent in parts that lose and repeat nothing', () => {
    const records = Array.from({ length: 100 }, (_, i) => ({ i }))
    const sent = [...parts(records, 100)]
    expect(sent.length).toBeGreaterThan(5)
    expect(sent.flatMap(({ text }) => text.split('\n').map((line) => JSON.parse(line) as unknown))).toEqual(records)
    expect(sent.reduce((sum, { count }) => sum + count, 0)).toBe(100)
  })
})
