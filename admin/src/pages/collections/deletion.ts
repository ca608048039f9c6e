import { useRouter } from 'vue-router'

import { useDeleteCollection, type Collection } from '@/api/collections'
import { confirm } from '@/lib/confirm'
import { plural } from '@/lib/format'
import { toast, toastError } from '@/lib/toast'

/** Deletes a collection once its name was typed: that cannot be taken back. */
export function useCollectionDeletion(): (collection: Collection, count: number | null) => Promise<void> {
  const router = useRouter()
  const { mutateAsync } = useDeleteCollection()
  return async ({ name, label }, count) => {
    const isSure = await confirm({
      title: `Delete ${label}?`,
      text: `The collection, ${count === null ? 'all its records' : `its ${plural(count, 'record')}`} and its API are gone for good. This cannot be undone.`,
      action: 'Delete collection',
      isDestructive: true,
      type: name,
    })
    if (!isSure) return
    try {
      await router.push({ name: 'collections' })
      await mutateAsync(name)
      toast(`${label} is deleted`)
    } catch (failure) {
      toastError(`${label} could not be deleted`, failure)
    }
  }
}
