/** Red, green and blue, each from 0 to 255. */
export type Rgb = readonly [number, number, number]

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]

/** The grounds that text and controls stand on, as theme.css has them. */
const lightCard = white
const darkCard: Rgb = [25, 23, 30]

/** What WCAG 2.2 asks of text (1.4.3), and that with something to spare. */
const leastTextContrast = 4.6
const textContrast = 5.5

/** What it asks of what marks a control (1.4.11). */
const controlContrast = 3.1

/** A fill needs no contrast of its own, but a button has to be seen. */
const fillContrast = 1.3

/**
 * The style that gives the portal its colour: all shades are made from the one that the operator chose, each as far from it as contrast
 * demands. Empty where there is none or it cannot be read.
 */
export function brandStyle(color: string | null | undefined): Record<string, string> {
  const chosen = color ? readColor(color.trim()) : null
  if (!chosen) return {}
  const light = shades(chosen, lightCard, black)
  const dark = shades(chosen, darkCard, white)
  return Object.fromEntries(Object.keys(light).map((name) => {
    const key = name as keyof typeof light
    return [`--${name}`, `light-dark(${hex(light[key])}, ${hex(dark[key])})`]
  }))
}

function shades(chosen: Rgb, ground: Rgb, away: Rgb) {
  const primary = reach(chosen, away, ground, fillContrast)
  const foreground = contrast(primary, white) >= leastTextContrast || contrast(primary, white) > contrast(primary, black) ? white : black
  const accent = mix(ground, primary, 0.12)
  const text = reach(primary, away, ground, textContrast)
  return {
    primary,
    'primary-strong': mix(primary, foreground === white ? black : white, 0.14),
    'primary-foreground': foreground,
    'primary-text': text,
    ring: reach(primary, away, ground, controlContrast),
    accent,
    'accent-foreground': reach(text, away, accent, textContrast),
  }
}

/** The nearest shade towards another colour that has a contrast against the ground. */
function reach(color: Rgb, away: Rgb, ground: Rgb, least: number): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const shade = mix(color, away, share)
    if (contrast(shade, ground) >= least) return shade
  }
  return away
}

/** The contrast of two colours, from 1 to 21 (WCAG 2.2). */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((part, index) => Math.round(part + (to[index]! - part) * share)) as unknown as Rgb
}

function hex(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

/** A colour as `#rrggbb`; null if it is none. */
export function hexOf(text: string): string | null {
  const color = readColor(text.trim())
  return color && hex(color)
}

/** Reads a colour as style sheets write it; null if it is none. */
export function readColor(text: string): Rgb | null {
  const digits = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(text)
  const all = digits?.[2] ?? digits?.[1]?.replaceAll(/./g, '$&$&')
  if (all) return [0, 2, 4].map((start) => parseInt(all.slice(start, start + 2), 16)) as unknown as Rgb
  return paint(text)
}

/** Names, hsl() and the like: the browser knows them. */
function paint(text: string): Rgb | null {
  if (typeof CSS === 'undefined' || !CSS.supports('color', text) || /^(?:inherit|initial|unset|revert|revert-layer|currentcolor|transparent)$|var\(/i.test(text)) return null
  const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d')
  if (!context) return null
  context.fillStyle = text
  context.fillRect(0, 0, 1, 1)
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data as unknown as Rgb
  return [red, green, blue]
}
