/** What a webhook can be sent, in groups as they are chosen. */
export const eventGroups: { label: string, all?: string, events: { value: string, label: string }[] }[] = [
  {
    label: 'Records', all: 'record.*',
    events: [{ value: 'record.create', label: 'Created' }, { value: 'record.update', label: 'Changed' }, { value: 'record.delete', label: 'Deleted' }],
  },
  { label: 'Collections', events: [{ value: 'collection.change', label: 'Made, changed or deleted' }] },
  {
    label: 'Users',
    events: [{ value: 'user.register', label: 'Registered' }, { value: 'user.login', label: 'Signed in' }, { value: 'login.fail', label: 'Failed to sign in' }],
  },
  {
    label: 'Functions',
    events: [{ value: 'function.call', label: 'Called' }, { value: 'function.complete', label: 'Ended' }, { value: 'schedule.fire', label: 'Schedule fired' }],
  },
]

const every = eventGroups.flatMap(({ events }) => events.map(({ value }) => value))

/** The events one by one: `*` and `record.*` stand for several. */
export function expand(given: readonly string[]): string[] {
  return every.filter((event) => given.some((one) => one === '*' || one === event || (one.endsWith('.*') && event.startsWith(one.slice(0, -1)))))
}

/** The shortest that stands for the same; what comes later to a group is then sent as well. */
export function shorten(chosen: readonly string[], isEverything: boolean): string[] {
  if (isEverything) return ['*']
  return eventGroups.flatMap(({ all, events }) => {
    const here = events.map(({ value }) => value).filter((value) => chosen.includes(value))
    return all && here.length === events.length ? [all] : here
  })
}
