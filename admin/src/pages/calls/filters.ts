import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

import type { CallFilter, CallStatus, CallTrigger } from '@/api/calls'

/** So many calls are on a page. */
export const pageSize = 50

const names = { function_name: 'function', status: 'status', trigger_type: 'trigger', user_id: 'user' } as const

/** The filters and the page of a list of calls, as the address has them: a link leads to the same list. */
export function useCallFilters(fixed: () => CallFilter = () => ({})) {
  const route = useRoute()
  const router = useRouter()

  const filter = computed<CallFilter>(() => ({ ...fromQuery(route.query), ...fixed() }))
  const page = computed(() => Math.max(1, Number(textOf(route.query.page)) || 1))
  const isFollowed = computed(() => 'follow' in route.query)
  /** The call that is looked at; null for none. */
  const open = computed({
    get: () => textOf(route.query.call) ?? null,
    set: (id) => { change({ call: id ?? undefined }) },
  })

  function change(parts: Record<string, string | null | undefined>): void {
    const query = { ...route.query, ...parts }
    void router.replace({ query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== '')) })
  }

  /** Another filter begins at the first page. */
  function set(part: Partial<CallFilter>): void {
    change({ page: undefined, ...Object.fromEntries(Object.entries(part).map(([name, value]) => [names[name as keyof CallFilter], value])) })
  }

  return {
    filter, page, isFollowed, open, set,
    goTo: (next: number) => { change({ page: next > 1 ? String(next) : undefined }) },
    follow: (on: boolean) => { change({ follow: on ? null : undefined, page: undefined }) },
    clear: () => { change({ function: undefined, status: undefined, trigger: undefined, user: undefined, page: undefined }) },
  }
}

/** What is no status or trigger in an address counts as none, so that an old link still shows something. */
function fromQuery(query: LocationQuery): CallFilter {
  const status = textOf(query.status)
  const trigger = textOf(query.trigger)
  return {
    function_name: textOf(query.function),
    status: ['running', 'succeeded', 'failed'].includes(status ?? '') ? status as CallStatus : undefined,
    trigger_type: ['manual', 'schedule'].includes(trigger ?? '') ? trigger as CallTrigger : undefined,
    user_id: textOf(query.user),
  }
}

function textOf(value: LocationQuery[string] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
