import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

import type { ScheduleFilter, ScheduleSource } from '@/api/schedules'

/** So many schedules are on a page. */
export const pageSize = 100

/** The filters and the page of the list, as the address has them. */
export function useScheduleFilters() {
  const route = useRoute()
  const router = useRouter()

  const filter = computed((): ScheduleFilter => {
    const source = textOf(route.query.source)
    return {
      function_name: textOf(route.query.function),
      source: ['user', 'code', 'system'].includes(source ?? '') ? source as ScheduleSource : undefined,
      is_active: route.query.active === 'yes' ? true : route.query.active === 'no' ? false : undefined,
    }
  })
  const page = computed(() => Math.max(1, Number(textOf(route.query.page)) || 1))

  /** Another filter begins at the first page. */
  function set(part: Record<string, string | undefined>): void {
    const query = { ...route.query, page: undefined, ...part }
    void router.replace({ query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== '')) })
  }

  return {
    filter, page, set,
    isFiltered: computed(() => Object.values(filter.value).some((value) => value !== undefined)),
    goTo: (next: number) => { set({ page: next > 1 ? String(next) : undefined }) },
    clear: () => { void router.replace({ query: {} }) },
  }
}

function textOf(value: LocationQuery[string] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
