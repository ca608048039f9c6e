import { describe, expect, it } from 'vitest'

import { brandStyle, contrast, readColor, type Rgb } from './brand'

const grounds = { light: [255, 255, 255] as Rgb, dark: [25, 23, 30] as Rgb }
const colors = ['#7c3aed', '#000', '#fff', '#ffe600', '#808080', '#0ea5e9', '#123456', '#ff0000', '#19171e', '#00ff00']

function shade(style: Record<string, string>, name: string, scheme: 'light' | 'dark'): Rgb {
  const [, light, dark] = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(style[`--${name}`]!)!
  return readColor(scheme === 'light' ? light! : dark!)!
}

describe('the colours of a brand', () => {
  it.each(colors)('can be read in light and dark, made of %s', (color) => {
    const style = brandStyle(color)
    for (const scheme of ['light', 'dark'] as const) {
      const of = (name: string) => shade(style, name, scheme)
      expect(contrast(of('primary'), of('primary-foreground'))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(of('primary-strong'), of('primary-foreground'))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(of('primary-text'), grounds[scheme])).toBeGreaterThanOrEqual(4.5)
      expect(contrast(of('accent-foreground'), of('accent'))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(of('ring'), grounds[scheme])).toBeGreaterThanOrEqual(3)
    }
  })

  it('keep the chosen one where it does', () => {
    expect(shade(brandStyle('#7c3aed'), 'primary', 'light')).toEqual([124, 58, 237])
  })

  it.each([null, undefined, '', 'no colour', '#12', '#1234567', 'url(https://evil.example)', '#fff; --x: 1'])('are the usual ones for %s', (text) => {
    expect(brandStyle(text)).toEqual({})
  })
})
