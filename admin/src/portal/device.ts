const browsers = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']] as const
const systems = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS X', 'macOS'], ['Linux', 'Linux']] as const

/** What a browser says of itself, in short; the name of the program where it is none. */
export function deviceOf(userAgent: string | null | undefined): string {
  if (!userAgent) return 'Unknown program'
  const find = (list: readonly (readonly [string, string])[]) => list.find(([mark]) => userAgent.includes(mark))?.[1]
  const [browser, system] = [find(browsers), find(systems)]
  return browser ? [browser, system].filter(Boolean).join(' on ') : userAgent.split(/[ /]/)[0] ?? userAgent
}

/** A time as the reader's language writes it. */
export function timeOf(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
}
