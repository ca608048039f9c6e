import type { TokenScopes } from '@/api/tokens'
import { plural } from '@/lib/format'

/** What a token may do, in a few words. */
export function scopeWords({ admin, collections, functions, metrics }: TokenScopes): string[] {
  if (admin) return ['Everything']
  const names = Object.keys(collections).filter((name) => collections[name]!.length > 0)
  return [
    ...names.includes('*') ? ['All collections'] : names.length > 0 ? [names.length === 1 ? names[0]! : plural(names.length, 'collection')] : [],
    ...functions.includes('*') ? ['All functions'] : functions.length > 0 ? [functions.length === 1 ? functions[0]! : plural(functions.length, 'function')] : [],
    ...metrics ? ['Metrics'] : [],
  ]
}

/** The scopes as they are sent: a collection without operations is none. */
export function scopesToSend(scopes: TokenScopes): TokenScopes {
  if (scopes.admin) return { admin: true, collections: {}, functions: [], metrics: false }
  return { ...scopes, collections: Object.fromEntries(Object.entries(scopes.collections).filter(([, operations]) => operations.length > 0)) }
}
