import { operationLabels } from './words'

import type { Collection, CollectionOptions } from '@/api/collections'
import { confirm } from '@/lib/confirm'
import { operations, rulesOf } from '@/pages/collections/access'

/** Asks before a change opens something to everybody; without such a change nothing is asked. */
export async function mayOpen({ label, options: before }: Collection, after: CollectionOptions): Promise<boolean> {
  const [now, then] = [rulesOf(before), rulesOf(after)]
  const opened = operations.filter((operation) => then[operation] === 'public' && now[operation] !== 'public')
  return opened.length === 0 || await confirm({
    title: `Open ${label} to everybody?`,
    text: `Without an account, anybody who can reach this server will be able to: ${opened.map((operation) => operationLabels[operation].toLowerCase()).join(', ')}.`,
    action: 'Open to everybody',
    isDestructive: true,
  })
}
