import { mount, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { ref } from 'vue'

import { resolve, startValue, type JsonSchema } from './jsonSchema'
import { valueProblems } from './problems'
import SchemaForm from './SchemaForm.vue'

import { parseJson, writeJson } from '@/lib/json'

const address: JsonSchema = { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } }, required: ['street', 'city'] }

function show(schema: JsonSchema, problems: { loc: (string | number)[], msg: string }[] = []): { form: VueWrapper, value: () => unknown } {
  const value = ref<unknown>(startValue(schema, schema, true))
  const form = mount(SchemaForm, {
    props: {
      schema,
      problems: valueProblems(problems.map((problem) => ({ type: 'x', ...problem }))),
      modelValue: value.value,
      'onUpdate:modelValue': (now: unknown) => { value.value = now; void form.setProps({ modelValue: now }) },
    },
    attachTo: document.body,
    global: { stubs: { JsonEditor: true } },
  }) as VueWrapper
  return { form, value: () => JSON.parse(JSON.stringify(value.value)) as unknown }
}

const byLabel = (form: VueWrapper, label: string) => {
  const found = form.findAll('label').find((one) => one.text().replace(/ \*.*$/, '') === label)
  return form.get(`[id="${found?.attributes('for')}"]`)
}
const button = (form: VueWrapper, label: string) => form.get(`button[aria-label="${label}"]`)

describe('A form of a JSON Schema', () => {
  it('starts with defaults and what has to be there, and leaves out the rest', () => {
    const { value } = show({
      type: 'object',
      properties: { name: { type: 'string' }, count: { type: 'integer', default: 3 }, note: { type: ['string', 'null'], default: null }, is_new: { type: 'boolean' }, to: address },
      required: ['name', 'is_new', 'to'],
    })

    expect(value()).toEqual({ name: '', count: 3, is_new: false, to: { street: '', city: '' } })
  })

  it('gives numbers as numbers, keeps what is none yet, and leaves out what is emptied', async () => {
    const { form, value } = show({ type: 'object', properties: { amount: { type: 'number' } } })

    await byLabel(form, 'Amount').setValue('12.5')
    expect(value()).toEqual({ amount: 12.5 })
    await byLabel(form, 'Amount').setValue('12,5')
    expect(value()).toEqual({ amount: '12,5' })
    await byLabel(form, 'Amount').setValue('9007199254740993')
    expect(value()).toEqual({ amount: '9007199254740993' })
    await byLabel(form, 'Amount').setValue('')
    expect(value()).toEqual({})
  })

  it('sends a number as it was typed or read, however long it is', async () => {
    const schema: JsonSchema = { type: 'object', properties: { amount: { type: 'number' }, id: { type: 'integer' }, more: {} } }
    const form = mount(SchemaForm, { props: { schema, modelValue: parseJson('{"id":9007199254740993,"more":[9007199254740995]}') }, attachTo: document.body, global: { stubs: { JsonEditor: true } } })

    expect((byLabel(form as VueWrapper, 'Id').element as HTMLInputElement).value).toBe('9007199254740993')
    await byLabel(form as VueWrapper, 'Amount').setValue('0.12345678901234567890')
    expect(writeJson(form.emitted('update:modelValue')?.at(-1)?.[0])).toBe('{"id":9007199254740993,"more":[9007199254740995],"amount":0.12345678901234567890}')
  })

  it('tells null from nothing', async () => {
    const { form, value } = show({ type: 'object', properties: { must: { type: ['string', 'null'] }, may: { type: ['string', 'null'] } }, required: ['must'] })

    expect(value()).toEqual({ must: null })
    await byLabel(form, 'Must').setValue('x')
    await byLabel(form, 'Must').setValue('')
    expect(value()).toEqual({ must: null })
  })

  it('offers the values of an enum, with none chosen until one is', async () => {
    const { form, value } = show({ type: 'object', properties: { size: { type: 'string', enum: ['s', 'm'] }, level: { enum: [1, 2] } }, required: ['size'] })

    expect(byLabel(form, 'Size').findAll('option').map((option) => option.text())).toEqual(['Choose…', 's', 'm'])
    await byLabel(form, 'Size').setValue('"m"')
    await byLabel(form, 'Level').setValue('2')
    expect(value()).toEqual({ size: 'm', level: 2 })
  })

  it('sends a date as it is and a time with its zone', async () => {
    const { form, value } = show({ type: 'object', properties: { day: { type: 'string', format: 'date' }, at: { type: 'string', format: 'date-time' } } })

    await byLabel(form, 'Day').setValue('2026-02-03')
    await byLabel(form, 'At').setValue('2026-02-03T04:05:06')
    expect(value()).toEqual({ day: '2026-02-03', at: new Date('2026-02-03T04:05:06').toISOString().replace('.000Z', 'Z') })
  })

  it('adds and removes objects that may be absent', async () => {
    const { form, value } = show({ type: 'object', properties: { bill_to: { ...address, type: ['object', 'null'] } } })

    await button(form, 'Add Bill to').trigger('click')
    await byLabel(form, 'City').setValue('Ulm')
    expect(value()).toEqual({ bill_to: { street: '', city: 'Ulm' } })
    await button(form, 'Remove Bill to').trigger('click')
    expect(value()).toEqual({})
  })

  it('adds and removes items of lists and entries of maps', async () => {
    const { form, value } = show({
      type: 'object',
      properties: { tags: { type: 'array', items: { type: 'string' }, minItems: 1 }, points: { type: 'object', additionalProperties: { type: 'integer' } } },
      required: ['tags', 'points'],
    })

    expect(value()).toEqual({ tags: [''], points: {} })
    await byLabel(form, 'Item 1').setValue('red')
    await button(form, 'Add to Tags').trigger('click')
    await byLabel(form, 'Item 2').setValue('blue')
    await button(form, 'Remove item 1 of Tags').trigger('click')
    await form.get('input[placeholder="Key"]').setValue('gold')
    await form.get('input[placeholder="Key"]').trigger('keydown', { key: 'Enter' })
    await byLabel(form, 'gold').setValue('7')
    expect(value()).toEqual({ tags: ['blue'], points: { gold: 7 } })
  })

  it('follows references, also of a type that holds itself', async () => {
    const { form, value } = show({
      type: 'object',
      properties: { root: { $ref: '#/$defs/node' } },
      required: ['root'],
      $defs: { node: { type: 'object', properties: { name: { type: 'string' }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } }, required: ['name'] } },
    } as JsonSchema)

    await button(form, 'Add Next').trigger('click')
    expect(value()).toEqual({ root: { name: '', next: { name: '' } } })
  })

  it('shows what the server says at the fields it is about, and what has no field above them', () => {
    const { form } = show(
      { type: 'object', properties: { to: address, lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } }, minItems: 1 } }, required: ['to', 'lines'] },
      [
        { loc: ['body', 'to', 'city'], msg: 'City is unknown' },
        { loc: ['body', 'lines', 0, 'sku'], msg: 'Sku is sold out' },
        { loc: ['body', 'lines', 7], msg: 'No such line' },
        { loc: ['body', 'other'], msg: 'Unknown member' },
      ],
    )

    const at = (label: string) => { const id = byLabel(form, label).attributes('aria-describedby') ?? ''; return form.get(`[id="${id}"]`).text() }
    expect(at('City')).toBe('City is unknown')
    expect(byLabel(form, 'City').attributes('aria-invalid')).toBe('true')
    expect(at('Sku')).toBe('Sku is sold out')
    expect(form.text()).toContain('7: No such line')
    expect(form.get('[role="alert"]').text()).toBe('other: Unknown member')
  })

  it('knows which widget fits', () => {
    const kind = (schema: JsonSchema) => resolve(schema, schema).kind
    expect(kind({ type: 'string', maxLength: 4000 })).toBe('long-text')
    expect(kind({ type: 'string', format: 'password' })).toBe('password')
    expect(kind({ type: ['integer', 'null'] })).toBe('integer')
    expect(kind({ type: ['integer', 'string'] })).toBe('json')
    expect(kind({})).toBe('json')
    expect(kind({ type: 'object' })).toBe('json')
    expect(kind({ anyOf: [{ type: 'string' }, { type: 'integer' }] })).toBe('json')
  })
})
