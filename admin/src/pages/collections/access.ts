import type { AccessRule, AccessRules, CollectionOptions, RecordOperation } from '@/api/collections'

/** What holds where a collection does not say (docs: access rules that are missing). */
export const defaultRules = { list: 'public', read: 'public', create: 'auth', update: 'owner', delete: 'owner' } as const satisfies Required<AccessRules>

/** What a new collection starts with: nothing is open to everybody by accident. */
export const safeRules = { list: 'auth', read: 'auth', create: 'auth', update: 'owner', delete: 'owner' } as const satisfies Required<AccessRules>

export const operations = ['list', 'read', 'create', 'update', 'delete'] as const satisfies readonly RecordOperation[]

export const ruleLabels: Record<AccessRule, string> = { public: 'Anybody', auth: 'Users', owner: 'The owner', admin: 'Admins' }

/** The rules of a collection, with what holds for those that are missing. */
export function rulesOf(options: CollectionOptions): Required<AccessRules> {
  return { ...defaultRules, ...options.access }
}
