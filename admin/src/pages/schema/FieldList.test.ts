import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'

import { draftsOf, fieldsOf, type FieldDraft } from './draft'
import FieldList from './FieldList.vue'

function editor(drafts: FieldDraft[]) {
  const model = ref(drafts)
  const host = defineComponent(() => () => h(TooltipProvider, () => h(FieldList, { modelValue: model.value, 'onUpdate:modelValue': (value) => { model.value = value } })))
  const page = mount(host, { attachTo: document.body })
  const button = (label: string) => page.get(`button[aria-label="${label}"]`)
  return { page, button, fields: () => fieldsOf(model.value) }
}

describe('the list of fields', () => {
  it('adds a field and takes its name and type', async () => {
    const { page, fields } = editor([])
    await page.get('button').trigger('click')
    await page.get('input').setValue('stars')
    await page.get('select').setValue('int')
    expect(fields()).toEqual([{ name: 'stars', type: 'int' }])
  })

  it('shows a type by another of its names as what it is, and one that it does not know by its name', async () => {
    const { page, fields } = editor(draftsOf([{ name: 'a', type: 'INTEGER' }, { name: 'b', type: 'hologram' }]))
    expect(page.findAll('select').map(({ element }) => element.selectedOptions[0]?.textContent)).toEqual(['Whole number', 'hologram'])
    await page.findAll('input').find(({ element }) => element.value === 'a')!.setValue('c')
    expect(fields()).toEqual([{ name: 'c', type: 'INTEGER', renamed_from: 'a' }, { name: 'b', type: 'hologram' }])
    await page.findAll('select')[0]!.setValue('float')
    expect(fields()[0]).toEqual({ name: 'c', type: 'float', renamed_from: 'a' })
  })

  it('reorders fields by keyboard and mouse alike', async () => {
    const { button, fields } = editor(draftsOf([{ name: 'a' }, { name: 'b' }]))
    expect(button('Move a up').attributes('disabled')).toBeDefined()
    await button('Move a down').trigger('click')
    expect(fields().map(({ name }) => name)).toEqual(['b', 'a'])
  })

  it('keeps a field that is to be removed at hand, and forgets one that was never stored', async () => {
    const { page, button, fields } = editor(draftsOf([{ name: 'a' }]))
    await button('Remove a').trigger('click')
    expect(fields()).toEqual([])
    expect(page.text()).toContain('Will be removed')
    await page.findAll('button').find((candidate) => candidate.text() === 'Keep it')!.trigger('click')
    expect(fields()).toEqual([{ name: 'a', type: 'string' }])
    await page.findAll('button').find((candidate) => candidate.text() === 'Add a field')!.trigger('click')
    await button('Remove the new field').trigger('click')
    expect(page.text()).not.toContain('Will be removed')
  })

  it('says at once that a name is taken', async () => {
    const { page } = editor(draftsOf([{ name: 'a' }, { name: 'b' }]))
    await page.findAll('input')[1]!.setValue('A')
    expect(page.text()).toContain('Another field has this name.')
    expect(page.findAll('input')[1]!.attributes('aria-invalid')).toBe('true')
  })
})
