import { describe, expect, it } from 'vitest'

import { knownType, traitsOf, typeOf } from './fieldTypes'

import { operatorsOf } from '@/pages/records/filters'
import { fromDraft } from '@/pages/records/values'

describe('the type of a field', () => {
  it.each([
    ['int', 'int'], ['integer', 'int'], ['Integer', 'int'], ['number', 'float'], ['BOOLEAN', 'bool'], ['object', 'dict'], ['LIST[string]', 'list[string]'], ['Enum', 'enum'],
  ])('%s is %s', (name, type) => {
    expect(typeOf({ type: name })).toBe(type)
  })

  it('is text where there is none or it is not known', () => {
    expect(typeOf({})).toBe('string')
    expect(typeOf({ type: 'hologram' })).toBe('string')
    expect(knownType('hologram')).toBeUndefined()
    expect(knownType('constructor')).toBeUndefined()
  })

  it('decides on filters and editors by whichever name', () => {
    expect(operatorsOf({ name: 'a', type: 'integer' })).toEqual(operatorsOf({ name: 'a', type: 'int' }))
    expect(traitsOf({ type: 'object' }).isNested).toBe(true)
    expect(fromDraft({ name: 'a', type: 'Boolean' }, 'true')).toBe(true)
    expect(fromDraft({ name: 'a', type: 'integer' }, '7')).toBe(7)
  })
})
