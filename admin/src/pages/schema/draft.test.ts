import { describe, expect, it } from 'vitest'

import { draftsOf, fieldsOf, moved, nameProblem, newDraft, tidy } from './draft'

import type { FieldDefinition } from '@/api/collections'
import { parseJson, writeJson } from '@/lib/json'

describe('a schema that is edited', () => {
  it('is the same when nothing was changed', () => {
    const fields = [{ name: 'title', type: 'string', required: true, max_length: 20 }, { name: 'tags', type: 'list', items: { type: 'string' } }]
    expect(fieldsOf(draftsOf(fields))).toEqual(fields)
  })

  it.each(['integer', 'NUMBER', 'Boolean', 'object', 'List[Int]', 'Enum', 'hologram'])('keeps the type %s as it was sent', (type) => {
    const [draft] = draftsOf([{ name: 'a', type }])
    draft!.definition.description = 'changed'
    expect(fieldsOf([draft!])).toEqual([{ name: 'a', type, description: 'changed' }])
  })

  it('keeps the rules of types by their other names, and all of a type that it does not know', () => {
    const fields = [
      { name: 'a', type: 'integer', min: 1, max: 5, default: 0 },
      { name: 'b', type: 'Object', properties: { c: { type: 'number' } }, additional_properties: false },
      { name: 'd', type: 'hologram', min: 1, pattern: 'x', items: { type: 'string' } },
    ]
    expect(fieldsOf(draftsOf(fields))).toEqual(fields)
  })

  it('rounds no limit', () => {
    const text = '[{"name":"a","type":"int","min":-9223372036854775808,"max":9223372036854775807}]'
    expect(writeJson(fieldsOf(draftsOf(parseJson(text) as FieldDefinition[])).map(({ name, type, min, max }) => ({ name, type, min, max })))).toBe(text)
  })

  it('names what a renamed field was called before, and no more when it has its old name again', () => {
    const [draft] = draftsOf([{ name: 'buyer', type: 'email' }])
    draft!.definition.name = 'customer'
    expect(fieldsOf([draft!])).toEqual([{ name: 'customer', type: 'email', renamed_from: 'buyer' }])
    draft!.definition.name = 'buyer'
    expect(fieldsOf([draft!])).toEqual([{ name: 'buyer', type: 'email' }])
  })

  it('leaves out removed fields, whose names are free for others', () => {
    const drafts = draftsOf([{ name: 'a', type: 'int' }, { name: 'b', type: 'int' }])
    drafts[0]!.isRemoved = true
    const added = newDraft('a')
    expect(fieldsOf([...drafts, added]).map(({ name }) => name)).toEqual(['b', 'a'])
    expect(nameProblem(added, [...drafts, added])).toBeUndefined()
  })

  it('keeps no rules that the type cannot have', () => {
    expect(tidy({ name: 'n', type: 'bool', min: 3, max_length: 4, pattern: '^a', values: ['x'], unique: true }))
      .toEqual({ name: 'n', type: 'bool', unique: true })
    expect(tidy({ name: 'n', type: 'dict', unique: true, index: true, additional_properties: false }))
      .toEqual({ name: 'n', type: 'dict', additional_properties: false })
  })

  it('keeps limits and defaults that are zero', () => {
    expect(tidy({ name: 'n', type: 'int', min: 0, default: 0 })).toEqual({ name: 'n', type: 'int', min: 0, default: 0 })
  })

  it.each([
    ['', 'Give the field a name.'],
    ['1st', 'A letter first, then letters, digits and underscores.'],
    ['a-b', 'A letter first, then letters, digits and underscores.'],
    ['TITLE', 'Another field has this name.'],
  ])('says what is wrong with the name "%s"', (name, problem) => {
    const draft = newDraft(name)
    expect(nameProblem(draft, [...draftsOf([{ name: 'title' }]), draft])).toBe(problem)
  })

  it('moves fields, and not over the ends', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
  })
})
