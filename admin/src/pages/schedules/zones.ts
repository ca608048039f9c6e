/** The zone of the browser. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

const all = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

/** What can be chosen as a zone: the server's, the reader's, then all by name; also one that only the server knows. */
export function zoneOptions(serverZone: string | undefined, chosen: string): { value: string, label: string }[] {
  const first = [
    { value: '', label: serverZone ? `${serverZone} (the server's)` : 'The server\'s' },
    ...ownZone === serverZone ? [] : [{ value: ownZone, label: `${ownZone} (yours)` }],
  ]
  const known = new Set(first.map(({ value }) => value))
  const others = all.includes(chosen) || chosen === '' ? all : [chosen, ...all]
  return [...first, ...others.filter((zone) => !known.has(zone)).map((zone) => ({ value: zone, label: zone }))]
}
