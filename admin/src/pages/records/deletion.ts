import { shallowReactive } from 'vue'

import { deleteRecords } from '@/api/records'
import { keepFresh } from '@/api/session'
import { queries } from '@/app/queries'
import { plural } from '@/lib/format'
import { dismiss, toast, toastError } from '@/lib/toast'

/** So long a deletion can be taken back: it is sent afterwards. */
const graceMilliseconds = 6000

interface PendingDeletion {
  collection: string
  ids: string[]
  timer: number
  toast: number
}

const pending = new Set<PendingDeletion>()

/** The ids of records that are about to be deleted; no list shows them. */
export const leaving = shallowReactive(new Set<string>())

/** Deletes records, unless that is taken back within a few seconds. */
export function deleteSoon(collection: string, ids: string[]): void {
  for (const id of ids) leaving.add(id)
  void keepFresh(graceMilliseconds)
  const deletion: PendingDeletion = {
    collection,
    ids,
    timer: window.setTimeout(() => { void send(deletion) }, graceMilliseconds),
    toast: toast(`${plural(ids.length, 'record')} deleted`, {
      milliseconds: graceMilliseconds,
      action: { label: 'Undo', run: () => { undo(deletion) } },
    }),
  }
  pending.add(deletion)
}

/** Sends what waits: with the page, the chance to take it back is gone. */
window.addEventListener('pagehide', () => {
  for (const deletion of pending) void send(deletion, true)
})

function undo(deletion: PendingDeletion): void {
  if (!pending.delete(deletion)) return
  window.clearTimeout(deletion.timer)
  for (const id of deletion.ids) leaving.delete(id)
}

async function send(deletion: PendingDeletion, isLast = false): Promise<void> {
  if (!pending.delete(deletion)) return
  const { collection, ids } = deletion
  window.clearTimeout(deletion.timer)
  dismiss(deletion.toast)
  try {
    const { refused } = await deleteRecords(collection, ids, isLast)
    const [first] = refused.filter(({ status }) => status !== 404)
    if (first) toastError(`${plural(refused.length, 'record')} could not be deleted`, new Error(first.detail))
  } catch (failure) {
    toastError('The records could not be deleted', failure)
  } finally {
    await queries.invalidateQueries({ queryKey: ['records', collection] })
    for (const id of ids) leaving.delete(id)
  }
}
