import { useRedeliverEvent, type KeptEvent } from '@/api/hooks'
import { toast, toastError } from '@/lib/toast'

/** Has kept events brought to their hooks again. */
export function useBringAgain() {
  const { mutateAsync: redeliver, isPending, variables } = useRedeliverEvent()
  return {
    isBusy: (id: string) => isPending.value && variables.value === id,
    async again({ id, hook }: KeptEvent): Promise<void> {
      try {
        await redeliver(id)
        toast(`It is brought to ${hook} again`)
      } catch (failure) {
        toastError('It was not brought again', failure)
      }
    },
  }
}
