import { computed } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'

/** Parts of an address. Null stands for a name without value; undefined and empty take it away. */
type Parts = Record<string, string | null | undefined>

/** The filters and the page of a list, as the address has them: a link leads to the same list. */
export function useListQuery(filters: readonly string[]) {
  const route = useRoute()
  const router = useRouter()

  const textOf = (name: string): string | undefined => {
    const value = route.query[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const page = computed(() => Math.max(1, Math.floor(Number(textOf('page'))) || 1))
  const isFiltered = computed(() => filters.some((name) => textOf(name) !== undefined))

  function queryWith(parts: Parts): LocationQueryRaw {
    return Object.fromEntries(Object.entries({ ...route.query, ...parts }).filter(([, value]) => value !== undefined && value !== ''))
  }

  function change(parts: Parts): void {
    void router.replace({ query: queryWith(parts) })
  }

  return {
    page, isFiltered, textOf, change,
    /** Opens a sheet, which going back closes. */
    open: (parts: Parts) => { void router.push({ query: queryWith(parts) }) },
    /** Whether a name is in the address, with a value or without. */
    has: (name: string) => name in route.query,
    /** Whether new ones are shown as they come, at the top of the first page. */
    isFollowed: computed({
      get: () => 'follow' in route.query,
      set: (on) => { change({ follow: on ? null : undefined, page: undefined }) },
    }),
    /** Another filter begins at the first page. */
    set: (parts: Record<string, string | undefined>) => { change({ ...parts, page: undefined }) },
    goTo: (next: number) => { change({ page: next > 1 ? String(next) : undefined }) },
    clear: () => { change({ ...Object.fromEntries(filters.map((name) => [name, undefined])), page: undefined }) },
  }
}
