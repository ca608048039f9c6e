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
