import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { useFunctions } from '@/api/functions'

/** All functions to choose from, and the one that is chosen: one that is gone may still have calls and schedules. */
export function useFunctionOptions(chosen: MaybeRefOrGetter<string | undefined>) {
  const { data: functions } = useFunctions()
  return computed(() => {
    const names = new Set((functions.value ?? []).map(({ name }) => name))
    const name = toValue(chosen)
    if (name) names.add(name)
    return [{ value: '', label: 'All functions' }, ...[...names].toSorted().map((one) => ({ value: one, label: one }))]
  })
}
