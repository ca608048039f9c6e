import type { ActorKind, AuditRecord } from '@/api/logs'
import { user } from '@/api/session'
import { fieldLabel } from '@/lib/fieldTypes'

const actions: Partial<Record<string, string>> = {
  'auth.login': 'Signed in',
  'auth.logout': 'Signed out',
  'auth.register': 'Registered',
  'auth.setup': 'Set up the server',
  'auth.change_password': 'Changed their password',
  'auth.end_session': 'Ended a session',
  'auth.request_password_reset': 'Asked for a new password',
  'user.create': 'Created a user',
  'user.update': 'Changed a user',
  'user.put_admin': 'Made an admin',
  'user.delete': 'Deleted a user',
  'settings.update': 'Changed settings',
  'application_token.create': 'Created an application token',
  'application_token.update': 'Changed an application token',
  'application_token.rotate': 'Rotated an application token',
  'application_token.revoke': 'Deleted an application token',
  'collection.create': 'Created a collection',
  'collection.update': 'Changed a collection',
  'collection.delete': 'Deleted a collection',
  'function.upload': 'Uploaded a function',
  'function.rollback': 'Rolled a function back',
  'mail_template.update': 'Changed an e-mail',
  'mail_template.reset': 'Reset an e-mail',
  'schedule.create': 'Created a schedule',
  'schedule.update': 'Changed a schedule',
  'schedule.run': 'Ran a schedule',
  'schedule.delete': 'Deleted a schedule',
  'webhook.create': 'Created a webhook',
  'webhook.update': 'Changed a webhook',
  'webhook.delete': 'Deleted a webhook',
  'webhook.test': 'Tested a webhook',
  'webhook.secret': 'Renewed the secret of a webhook',
}

/** What can be filtered by: all actions of a kind. */
export const actionKinds = [
  { value: '', label: 'Everything' },
  { value: 'auth.*', label: 'Sign-ins and passwords' },
  { value: 'user.*', label: 'Users' },
  { value: 'application_token.*', label: 'Application tokens' },
  { value: 'settings.*', label: 'Settings' },
  { value: 'collection.*', label: 'Collections' },
  { value: 'function.*', label: 'Functions' },
  { value: 'schedule.*', label: 'Schedules' },
  { value: 'webhook.*', label: 'Webhooks' },
  { value: 'mail_template.*', label: 'E-mail templates' },
] as const

const kinds: Record<ActorKind, string> = { user: 'A user', application: 'A program', operator: 'The operator', system: 'The server', anonymous: 'Not signed in' }

export const actorOptions = [{ value: '', label: 'Anybody' }, ...Object.entries(kinds).map(([value, label]) => ({ value, label }))]

/** What was done, in words. */
export function actionOf(action: string): string {
  return actions[action] ?? fieldLabel(action.replace('.', ' '))
}

/** Who did it, in short. */
export function actorOf({ actor_id: id, actor_name: name, actor_kind: kind }: Pick<AuditRecord, 'actor_id' | 'actor_name' | 'actor_kind'>): string {
  if (id !== null && id === user.value?.id) return 'You'
  return name || kindOf(kind)
}

/** Which kind of caller it was. */
export function kindOf(kind: string | null): string {
  return kinds[kind as ActorKind] ?? kind ?? 'Nobody known'
}
