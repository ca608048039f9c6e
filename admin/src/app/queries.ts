import { QueryClient } from '@tanstack/vue-query'

import { asApiError } from '@/api/errors'

const mostRetries = 2

/** What was read from the server, for as long as it is fresh. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refused it will refuse again; only what did not get through is worth another try.
      retry: (count, failure) => count < mostRetries && [0, 502, 503, 504].includes(asApiError(failure).status),
    },
  },
})
