import { beforeEach, describe, expect, it, vi } from 'vitest'

import { forgetAnew, openAnew } from './missing'

import { toasts } from '@/lib/toast'

const address = '/backend/admin/users'

describe('a page whose script did not come', () => {
  const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => undefined)

  beforeEach(() => {
    assign.mockClear()
    sessionStorage.clear()
    toasts.value = []
  })

  function answer(given: Response | Error): void {
    vi.stubGlobal('fetch', vi.fn(() => given instanceof Error ? Promise.reject(given) : Promise.resolve(given)))
  }

  it('is told of where the server does not answer', async () => {
    answer(new TypeError('Failed to fetch'))
    await openAnew(address)
    expect(toasts.value.map(({ title, text }) => [title, text])).toEqual([['The page could not be opened', 'The server does not answer. Is it running?']])
    expect(assign).not.toHaveBeenCalled()
  })

  it('is told of where something before the server answers', async () => {
    answer(new Response('', { status: 502 }))
    await openAnew(address)
    expect(toasts.value[0]?.text).toBe('The server answered 502')
    expect(assign).not.toHaveBeenCalled()
  })

  it('is loaded anew once, and again only after it was there', async () => {
    answer(new Response(''))
    await openAnew(address)
    await openAnew(address)
    expect(assign.mock.calls).toEqual([[address]])
    expect(toasts.value).toHaveLength(1)
    forgetAnew()
    await openAnew(address)
    expect(assign).toHaveBeenCalledTimes(2)
  })
})
