import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { readHistory, slotsOf } from './history'

import type { CallFilter } from '@/api/calls'
import { timeLabel } from '@/components/chart'

const hour = 3_600_000
const againAfter = 60_000
/** As many bars as can be told apart on a phone. */
const slotCount = 24

/** The calls of the last hours, as they were a minute ago at most, and counted by time. */
export function useHistory(filter: MaybeRefOrGetter<CallFilter>, hours: MaybeRefOrGetter<number>) {
  const query = useQuery({
    queryKey: computed(() => ['calls', 'history', toValue(filter), toValue(hours)]),
    queryFn: async ({ signal }) => {
      const to = new Date()
      const from = new Date(to.getTime() - toValue(hours) * hour)
      return { ...await readHistory(toValue(filter), from, signal), from, to, hours: toValue(hours) }
    },
    refetchInterval: againAfter,
    placeholderData: keepPreviousData,
  })
  const slots = computed(() => query.data.value && slotsOf(query.data.value.calls, query.data.value.from, query.data.value.to, slotCount))
  const labels = computed(() => slots.value?.map(({ start }) => timeLabel(start, query.data.value?.hours ?? 24)) ?? [])
  return { ...query, slots, labels }
}
