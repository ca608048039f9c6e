import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'

import RecordForm from './RecordForm.vue'
import type { Draft } from './values'

import type { FieldDefinition } from '@/api/collections'

const none = { fields: {}, others: [] }

function form(fields: FieldDefinition[], modelValue: Record<string, Draft> = {}, errors: { fields: Record<string, string>, others: string[] } = none) {
  return mount(RecordForm, { props: { fields, modelValue, errors, isNew: true }, attachTo: document.body })
}

describe('a form made of a schema', () => {
  it('has the control that fits each type', () => {
    const page = form([
      { name: 'title', type: 'string' }, { name: 'notes', type: 'text' }, { name: 'seen', type: 'bool' },
      { name: 'kind', type: 'enum', values: ['a', 'b'] }, { name: 'day', type: 'date' }, { name: 'at', type: 'datetime' }, { name: 'stars', type: 'int' },
    ])
    expect(page.get('#field-title').element.tagName).toBe('INPUT')
    expect(page.get('#field-notes').element.tagName).toBe('TEXTAREA')
    expect(page.findAll('#field-seen option').map((option) => option.text())).toEqual(['–', 'Yes', 'No'])
    expect(page.findAll('#field-kind option').map((option) => option.text())).toEqual(['–', 'a', 'b'])
    expect(page.get('#field-day').attributes('type')).toBe('date')
    expect(page.get('#field-at').attributes('type')).toBe('datetime-local')
    expect(page.get('#field-stars').attributes('inputmode')).toBe('numeric')
  })

  it('has a moment that has no local time as text, until it is emptied', async () => {
    const page = form([{ name: 'at', type: 'datetime' }], { at: '9999-12-31T23:59:59Z' })
    const input = page.get<HTMLInputElement>('#field-at')
    expect(input.attributes('type')).toBe('text')
    expect(input.element.value).toBe('9999-12-31T23:59:59Z')
    await page.setProps({ modelValue: { at: '9999-12-31T23:59:5' } })
    expect(page.get('#field-at').attributes('type')).toBe('text')
    await page.setProps({ modelValue: { at: '' } })
    expect(page.get('#field-at').attributes('type')).toBe('datetime-local')
  })

  it('says what is required and what the limits are', () => {
    const page = form([{ name: 'stars', type: 'int', required: true, min: 1, max: 5, description: 'How good it is' }])
    expect(page.get('label').text()).toContain('(required)')
    expect(page.get('#field-stars-hint').text()).toBe('How good it is · at least 1 · at most 5')
  })

  it('shows an error at its field, for readers too', () => {
    const page = form([{ name: 'title', type: 'string' }], {}, { fields: { title: 'Field required' }, others: [] })
    expect(page.get('#field-title').attributes('aria-invalid')).toBe('true')
    expect(page.get(`#${page.get('#field-title').attributes('aria-describedby')!}`).text()).toBe('Field required')
  })

  it('shows markup in values as the text that it is', () => {
    const page = form([{ name: 'title', type: 'string', description: '<img src=x onerror=alert(1)>' }])
    expect(page.find('img').exists()).toBe(false)
  })

  it('tells what was entered', async () => {
    const page = form([{ name: 'title', type: 'string' }], { title: 'a' })
    await page.get('#field-title').setValue('b')
    expect(page.emitted('update:modelValue')?.at(-1)).toEqual([{ title: 'b' }])
  })
})
