import { user } from '@/api/session'

const kinds: Partial<Record<string, string>> = { anonymous: 'Not signed in', user: 'A user', application: 'A program', operator: 'The operator', system: 'The server' }

/** Whoever called, in short. */
export function callerOf({ principal, requested_by_user_id: id }: { principal: string, requested_by_user_id: string | null }): string {
  if (id !== null && id === user.value?.id) return 'You'
  return kinds[principal] ?? principal
}

/** How a call was begun, in words. */
export function triggerOf(trigger: string): string {
  return trigger === 'schedule' ? 'By a schedule' : 'By request'
}
