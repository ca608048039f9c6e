import type { SettingName } from '@/api/settings'
import type { SettingField } from '@/components/settings/field'

/** A setting of the server. */
interface ServerSetting extends SettingField {
  group: GroupName
  /** What the variable of the environment is called after its prefix, where that is not the name. */
  variable?: string
}

export const groups = [
  { name: 'general', label: 'General', text: 'What this server is called, and how it is reached.' },
  { name: 'mail', label: 'E-mail', text: 'Links to reset a password, to verify an address and to change it are sent over this mail server.' },
  { name: 'portal', label: 'Auth portal', text: 'Pages on which users of your apps sign in and register.' },
  { name: 'limits', label: 'Rate limits', text: 'How many requests are answered before others are refused for a while.' },
  { name: 'functions', label: 'Functions and schedules', text: 'How long they run, and how many at once.' },
  { name: 'logs', label: 'Logs', text: 'What is kept of what happened, and how long.' },
  { name: 'storage', label: 'File storage', text: 'Where files are kept.' },
] as const

export type GroupName = typeof groups[number]['name']

const text = (group: GroupName, label: string, hint: string): ServerSetting => ({ group, label, hint, kind: 'text' })
const url = (group: GroupName, label: string, hint: string): ServerSetting => ({ group, label, hint, kind: 'url' })
const toggle = (group: GroupName, label: string, hint: string): ServerSetting => ({ group, label, hint, kind: 'switch' })
const secret = (group: GroupName, label: string, hint: string): ServerSetting => ({ group, label, hint, kind: 'secret' })
const number = (group: GroupName, label: string, unit: string, hint: string): ServerSetting => ({ group, label, hint, unit, kind: 'number' })

const securities = [
  { value: 'auto', label: 'As the port has it' }, { value: 'starttls', label: 'STARTTLS' }, { value: 'tls', label: 'TLS from the beginning' }, { value: 'none', label: 'None' },
] as const

/** Every setting, in the order in which they are shown. One that the server gets or loses has to be told here. */
export const fields: Record<SettingName, ServerSetting> = {
  instance_name: text('general', 'Name of this server', 'Users see it in e-mail and when they sign in.'),
  server_public_url: url('general', 'Public address', 'Where browsers reach this server, such as https://app.example.com. Links in e-mail begin with it; without it none are sent.'),
  allow_public_registration: { ...toggle('general', 'Anybody may register', 'Off: only admins make accounts.'), variable: 'auth_allow_registration' },
  server_timezone: text('general', 'Time zone', 'Of schedules that name none, such as Europe/Berlin.'),
  token_cleanup_interval: { ...number('general', 'Remove expired tokens every', 'looks', 'Counted in looks of the scheduler.'), variable: 'scheduler_token_cleanup_interval' },

  email_enabled: toggle('mail', 'Send e-mail', 'Needs a mail server and an address that it comes from.'),
  email_smtp_host: text('mail', 'Mail server', 'Such as smtp.example.com.'),
  email_smtp_port: number('mail', 'Port', '', '587 for STARTTLS, 465 for TLS.'),
  email_smtp_security: { group: 'mail', label: 'Encryption', hint: 'As the port has it: TLS from the beginning on 465, else STARTTLS.', kind: 'choice', choices: securities },
  email_smtp_user: text('mail', 'User', 'Empty where the mail server wants none.'),
  email_smtp_password: secret('mail', 'Password', 'Of that user. It is kept encrypted and never shown.'),
  email_from_address: { group: 'mail', label: 'Sender’s address', hint: 'Where e-mail comes from.', kind: 'email' },
  email_from_name: text('mail', 'Sender’s name', 'Shown beside the address.'),
  email_keep_days: number('mail', 'Remember e-mails for', 'days', 'That they were sent, not what they said.'),

  auth_portal_enabled: toggle('portal', 'Show the portal', 'Under /auth on this server. Needs both addresses below.'),
  auth_portal_login_redirect_url: url('portal', 'After signing in', 'Where users go then, such as https://app.example.com/dashboard.'),
  auth_portal_register_redirect_url: url('portal', 'After registering', 'Where users go then.'),
  auth_portal_redirect_urls: text('portal', 'Other allowed addresses', 'Where else an app may have users sent, each with all below it, separated by commas. All others are refused.'),
  auth_portal_primary_color: { group: 'portal', label: 'Colour', hint: 'Of buttons and links, such as #7c3aed. It is made lighter or darker where it could not be read.', kind: 'color' },
  auth_portal_logo_url: url('portal', 'Logo', 'An image: https://… or, on this server’s own origin, /…'),
  auth_portal_background_image_url: url('portal', 'Background image', 'Behind the form; https://… or /… too.'),

  rate_limit_enabled: toggle('limits', 'Limit requests', 'Off: none of these limits counts. Not for a server that others can reach.'),
  rate_limit_login_per_minute: number('limits', 'Logins', 'a minute', 'And changes of one’s own password, from one address.'),
  rate_limit_register_per_minute: number('limits', 'Registrations', 'a minute', 'From one address.'),
  rate_limit_refresh_per_minute: number('limits', 'Refreshes of a session', 'a minute', 'From one address.'),
  rate_limit_password_reset_per_minute: number('limits', 'Requests for links', 'a minute', 'By e-mail, from one address.'),
  rate_limit_anonymous_per_minute: number('limits', 'Requests without a token', 'a minute', 'From one address; 0 for no limit.'),
  rate_limit_user_per_minute: number('limits', 'Requests with a token', 'a minute', 'Of one user or program; 0 for no limit.'),

  scheduler_function_timeout_seconds: number('functions', 'A function runs at most', 'seconds', 'Unless it says so itself.'),
  max_concurrent_functions_per_user: number('functions', 'Functions of a user at once', '', 'More of them are refused.'),
  scheduler_max_concurrent_executions: number('functions', 'Runs of schedules at once', '', 'More of them wait.'),
  scheduler_max_schedules_per_tick: number('functions', 'Schedules started at one look', '', 'More of them start at the next.'),
  metrics_collection_interval: { ...number('functions', 'Keep metrics every', 'looks', 'Counted in looks of the scheduler.'), variable: 'scheduler_metrics_collection_interval' },

  audit_keep_days: number('logs', 'Keep the audit log for', 'days', 'Older entries go.'),
  request_log_sample_percent: number('logs', 'Log of all requests', '%', 'Those that fail or are slow are logged all the same.'),
  request_log_slow_ms: number('logs', 'Slow from', 'ms', 'Such requests are always logged.'),
  request_log_keep_days: number('logs', 'Keep the request log for', 'days', 'Older entries go.'),

  storage_enabled: toggle('storage', 'Store files', 'In an S3 bucket.'),
  storage_endpoint: url('storage', 'Endpoint', 'The address of the storage.'),
  storage_bucket: text('storage', 'Bucket', 'Its name.'),
  storage_region: text('storage', 'Region', 'Such as eu-central-1.'),
  storage_access_key: secret('storage', 'Access key', 'It is kept encrypted and never shown.'),
  storage_secret_key: secret('storage', 'Secret key', 'It is kept encrypted and never shown.'),
}

export const settingNames = Object.keys(fields) as SettingName[]

/** The variable of the environment that pins a setting. */
export function variableOf(name: SettingName): string {
  return `TINYBASE_${(fields[name].variable ?? name).toUpperCase()}`
}

/** Whether all words are in what is said of a setting. */
export function fits(name: SettingName, typed: string): boolean {
  const { label, hint, group } = fields[name]
  const all = `${name} ${label} ${hint} ${groups.find((one) => one.name === group)?.label ?? ''}`.toLowerCase()
  return typed.toLowerCase().split(/\s+/).every((word) => all.includes(word))
}
