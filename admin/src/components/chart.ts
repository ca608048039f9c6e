/** One row of values over time. */
export interface ChartSeries {
  name: string
  /** Null where there is none: a line has a gap there. */
  values: (number | null)[]
  kind: 'bar' | 'line'
  /** The colour, as one of the page's variables and as the class of its legend. */
  colour: string
  swatch: string
}

/** What a place on the time axis is called. */
export interface TimeLabel {
  short: string
  full: string
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const date = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** The label of what begins at a time, among hours that end now. */
export function timeLabel(time: Date, hours: number): TimeLabel {
  return { short: hours <= 24 ? clock.format(time) : date.format(time), full: `from ${whole.format(time)}` }
}
