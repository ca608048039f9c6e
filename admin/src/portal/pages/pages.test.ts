import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import { linkToken, take } from '../linkToken'
import { portal, type Portal } from '../portal'
import ConfirmPage from './ConfirmPage.vue'
import PasswordPage from './PasswordPage.vue'
import RegisterPage from './RegisterPage.vue'
import UnavailablePage from './UnavailablePage.vue'

const stub = { template: '<p />' }

async function open(page: Component, state: Partial<Portal>, token: string | null = null, props: Record<string, unknown> = {}) {
  Object.assign(portal, { enabled: true, ...state })
  linkToken.value = token
  const router = createRouter({
    history: createMemoryHistory(),
    routes: ['login', 'register', 'password', 'profile'].map((name) => ({ name, path: `/${name}`, component: stub })),
  })
  await router.push('/login')
  return mount(page, { props, global: { plugins: [router] }, attachTo: document.body })
}

describe('pages of the portal', () => {
  beforeEach(() => {
    document.body.innerHTML = ''
    localStorage.clear()
    vi.unstubAllGlobals()
  })

  it('take the secret of a link out of the address and send it once', async () => {
    const bodies: unknown[] = []
    vi.stubGlobal('fetch', vi.fn((_: URL, init: RequestInit) => {
      bodies.push(JSON.parse(init.body as string))
      return Promise.resolve(new Response('{"message":"Password reset successful"}'))
    }))
    window.history.replaceState(null, '', '/auth/password-reset#s3cret')
    const page = await open(PasswordPage, {}, take())
    expect(location.hash).toBe('')
    for (const input of page.findAll('input')) await input.setValue('correct horse')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(bodies).toEqual([{ token: 's3cret', password: 'correct horse' }])
    expect(page.text()).toContain('Your password is set')
  })

  it('say that a link counts no more, and offer another', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response('{"detail":"Invalid or expired reset token"}', { status: 400 }))))
    const page = await open(PasswordPage, { mail_enabled: true }, 'old')
    for (const input of page.findAll('input')) await input.setValue('correct horse')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(page.find('[role=alert]').text()).toContain('This link counts no more')
    await page.findAll('a').find((link) => link.text() === 'Ask for another link')!.trigger('click')
    expect(page.text()).toContain('Send the link')
  })

  it('tell whoever forgot their password the same, whether there is such an account or not', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response('{"message":"…"}'))))
    const page = await open(PasswordPage, { mail_enabled: true })
    await page.find('input').setValue('nobody@example.com')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(page.text()).toContain('If there is an account for nobody@example.com')
  })

  it('send nobody waiting for mail that does not come', async () => {
    const page = await open(PasswordPage, { mail_enabled: false })
    expect(page.text()).toContain('This server sends no e-mail')
    expect(page.find('form').exists()).toBe(false)
  })

  it('confirm an address only when asked to', async () => {
    const send = vi.fn(() => Promise.resolve(new Response('{"message":"Email address confirmed"}')))
    vi.stubGlobal('fetch', send)
    const page = await open(ConfirmPage, {}, 's3cret', { kind: 'verification' })
    expect(send).not.toHaveBeenCalled()
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(page.text()).toContain('Your e-mail address is confirmed')
  })

  it('have no form to register where that is closed', async () => {
    const page = await open(RegisterPage, { registration_enabled: false })
    expect(page.find('form').exists()).toBe(false)
  })

  it('say that the portal is turned off', async () => {
    const page = await open(UnavailablePage, { enabled: false })
    expect(page.text()).toContain('turned off')
  })
})
