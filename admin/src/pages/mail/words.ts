import { fieldLabel } from '@/lib/fieldTypes'

const templates: Partial<Record<string, { label: string, text: string }>> = {
  password_reset: { label: 'New password', text: 'To whoever forgot their password' },
  email_verification: { label: 'Verify an address', text: 'To whoever has to show that an address is theirs' },
  email_change: { label: 'Change an address', text: 'To the new address, before it counts' },
  test: { label: 'Test', text: 'To whoever you send a test from the settings' },
}

/** What an e-mail is for, in words. */
export function wordsOf(name: string): { label: string, text: string } {
  return templates[name] ?? { label: fieldLabel(name), text: name }
}
