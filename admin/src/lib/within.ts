const hour = 3_600_000

/** Spans of time that a list can be limited to. */
export const spans = [
  { value: '', label: 'Any time', milliseconds: null },
  { value: '1h', label: 'Last hour', milliseconds: hour },
  { value: '24h', label: 'Last 24 hours', milliseconds: 24 * hour },
  { value: '7d', label: 'Last 7 days', milliseconds: 7 * 24 * hour },
] as const

/** Since when something counts within a span that ends now; undefined for any time. */
export function sinceOf(span: string | undefined): string | undefined {
  const length = spans.find(({ value }) => value === span)?.milliseconds
  return length ? new Date(Date.now() - length).toISOString() : undefined
}
