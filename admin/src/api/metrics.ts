import { useQuery } from '@tanstack/vue-query'

import { answerOf, api } from './client'

const againMilliseconds = 10_000

/** How much there is and how the server does, now. */
export function useMetrics() {
  return useQuery({
    queryKey: ['metrics'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/metrics', { signal, cache: 'no-store' })),
    refetchInterval: againMilliseconds,
  })
}
