import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, ref, toValue, type MaybeRefOrGetter, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'

import { fromAddress, toAddress, toQueryFilter, type Filter } from './filters'

import { listRecords } from '@/api/records'

/** How many pages back "Previous" knows; beyond that it leads to the first one. */
const mostRemembered = 500

/** The list of a collection's records. What it shows is in the address, so that it can be linked to and gone back to. */
export function useRecordList(collection: MaybeRefOrGetter<string>, pageSize: Readonly<Ref<number>>) {
  const route = useRoute()
  const router = useRouter()

  const filters = computed(() => fromAddress(route.query.filter))
  const sort = computed(() => typeof route.query.sort === 'string' ? route.query.sort : '')
  const after = computed(() => typeof route.query.after === 'string' ? route.query.after : '')
  /** The cursors that led to this page, without its own. */
  const before = ref<string[]>([])

  const query = useQuery({
    queryKey: computed(() => ['records', toValue(collection), 'page', { filters: filters.value, sort: sort.value, after: after.value, limit: pageSize.value }]),
    queryFn: ({ signal }) => listRecords(toValue(collection), {
      limit: pageSize.value,
      after: after.value || undefined,
      sort_by: sort.value || undefined,
      filter: filters.value.length > 0 ? toQueryFilter(filters.value) : undefined,
    }, signal),
    placeholderData: keepPreviousData,
  })

  function go(change: LocationQueryRaw): void {
    void router.push({ query: { ...route.query, ...change } })
  }

  return {
    ...query,
    filters,
    sort,
    isFirst: computed(() => after.value === ''),
    pageNumber: computed(() => after.value === '' ? 1 : before.value.length > 0 ? before.value.length + 1 : null),

    setFilters(next: Filter[]): void {
      before.value = []
      go({ filter: toAddress(next), after: undefined })
    },
    setSort(next: string): void {
      before.value = []
      go({ sort: next || undefined, after: undefined })
    },
    next(): void {
      const cursor = query.data.value?.next_cursor
      if (!cursor) return
      before.value = [...before.value, after.value].slice(-mostRemembered)
      go({ after: cursor })
    },
    previous(): void {
      const cursor = before.value.at(-1)
      before.value = before.value.slice(0, -1)
      go({ after: cursor ?? undefined })
    },
    /** To the first page: a cursor of another page size or an expired one leads nowhere. */
    restart(): void {
      before.value = []
      go({ after: undefined })
    },
  }
}
