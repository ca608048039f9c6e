import { describe, expect, it } from 'vitest'

import { operationsOf } from './operations'
import { snippet } from './snippets'

import type { Collection } from '@/api/collections'

const books = {
  name: 'books', label: 'Books', schema: { fields: [{ name: 'title', default: 'it\'s "new"' }, { name: 'price', type: 'float', min: 5 }] },
  options: { access: { list: 'public' } },
} as unknown as Collection
const [list, , create, update] = operationsOf(books)

describe('calls to paste', () => {
  it('have no token where none is needed', () => {
    expect(snippet('curl', list!, books, 'http://host/backend', 'x')).toBe('curl \'http://host/backend/api/collections/books/records?limit=10&sort_by=title\'')
  })

  it('survive a shell, whatever is in the values', () => {
    expect(snippet('curl', create!, books, 'http://host', 'x')).toContain(`-d '{"data":{"title":"it'\\''s \\"new\\"","price":5}}'`)
  })

  it('are the client of C# with the types of the fields', () => {
    expect(snippet('C#', update!, books, 'http://host', 'x')).toContain('["title"] = "it\'s \\"new\\"",')
    expect(snippet('C#', create!, books, 'http://host', 'x')).toContain('["price"] = 5.0,')
  })

  it('are one fetch in JavaScript', () => {
    expect(snippet('JavaScript', list!, books, 'http://host', 'x')).toContain('const response = await fetch("http://host/api/collections/books/records?limit=10&sort_by=title")')
  })
})
