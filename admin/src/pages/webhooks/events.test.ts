import { describe, expect, it } from 'vitest'

import { expand, shorten } from './events'

describe('The events of a webhook', () => {
  it('are chosen one by one, whatever stands for several', () => {
    expect(expand(['record.*', 'user.login'])).toEqual(['record.create', 'record.update', 'record.delete', 'user.login'])
    expect(expand(['*'])).toHaveLength(10)
    expect(expand(['no.such'])).toEqual([])
  })

  it('are sent in short', () => {
    expect(shorten(['record.update', 'record.create', 'record.delete', 'login.fail'], false)).toEqual(['record.*', 'login.fail'])
    expect(shorten(['record.update'], false)).toEqual(['record.update'])
    expect(shorten(['record.update'], true)).toEqual(['*'])
  })
})
