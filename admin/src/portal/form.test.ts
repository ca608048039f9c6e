import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'

import { newPasswordFaults, takenEmail, useForm, type Faults } from './form'

import { ApiError } from '@/api/errors'

type Name = 'email' | 'password'

function mountForm(send: () => Promise<void>, check: () => Faults<Name> = () => ({}), explain?: (failure: ApiError) => Faults<Name>) {
  const form = useForm<Name>({ names: ['email', 'password'], check, send, explain })
  const page = mount(defineComponent(() => () => h('form', { onSubmit: (event: Event) => { event.preventDefault(); void form.submit(event) } }, [
    h('input', { name: 'email' }), h('input', { name: 'password' }),
  ])), { attachTo: document.body })
  return { form, page, submit: async () => { await page.find('form').trigger('submit'); await flushPromises() } }
}

function refusal(status: number, message: string, problems: [string, string, string?][] = []) {
  return new ApiError(status, message, { problems: problems.map(([name, msg, reason]) => ({ type: 'value_error', loc: ['body', name], msg, ctx: reason ? { reason } : undefined })) })
}

describe('a form of the portal', () => {
  it('sends nothing while something is missing, and puts the focus there', async () => {
    const send = vi.fn()
    const { form, submit } = mountForm(send, () => ({ password: 'Enter your password.' }))
    await submit()
    expect(send).not.toHaveBeenCalled()
    expect(form.faults.value).toEqual({ password: 'Enter your password.' })
    expect((document.activeElement as HTMLInputElement).name).toBe('password')
  })

  it('puts what the server says beside the field, in words for people', async () => {
    const { form, submit } = mountForm(() => Promise.reject(refusal(422, '…', [
      ['email', 'value is not a valid email address: An email address must have an @-sign.', 'An email address must have an @-sign.'],
      ['password', 'String should have at least 8 characters'],
    ])))
    await submit()
    expect(form.faults.value).toEqual({ email: 'An email address must have an @-sign.', password: 'String should have at least 8 characters' })
    expect(form.error.value).toBeNull()
    expect((document.activeElement as HTMLInputElement).name).toBe('email')
  })

  it('says what is about no field above the form, and forgets it with the next try', async () => {
    const send = vi.fn<() => Promise<void>>().mockRejectedValueOnce(refusal(401, 'Invalid email or password')).mockResolvedValue()
    const { form, submit } = mountForm(send)
    await submit()
    expect(form.error.value?.message).toBe('Invalid email or password')
    await submit()
    expect(form.error.value).toBeNull()
    expect(form.isBusy.value).toBe(false)
  })

  it('does not send twice what is on its way', async () => {
    const send = vi.fn(() => new Promise<void>(() => undefined))
    const { submit } = mountForm(send)
    await submit()
    await submit()
    expect(send).toHaveBeenCalledOnce()
  })

  it('says of a taken address no more than that it cannot be had', async () => {
    const { form, submit } = mountForm(() => Promise.reject(refusal(400, 'Email already registered')), undefined, (failure) => takenEmail(failure, 'This address cannot be used.'))
    await submit()
    expect(form.faults.value).toEqual({ email: 'This address cannot be used.' })
    expect(takenEmail(refusal(400, 'No bots'), 'x')).toEqual({})
  })
})

describe('a new password', () => {
  it('is long enough, counted in characters as people see them, and typed twice', () => {
    expect(newPasswordFaults('🔑🔑🔑🔑', '🔑🔑🔑🔑')).toHaveProperty('password')
    expect(newPasswordFaults('🔑🔑🔑🔑🔑🔑🔑🔑', '')).toEqual({ repeat: 'The two passwords differ.' })
    expect(newPasswordFaults('correct horse', 'correct horse')).toEqual({})
  })
})
