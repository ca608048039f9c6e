import { useChangeToken, useDeleteToken, useRotateToken, type ApplicationToken, type NewToken } from '@/api/tokens'
import { confirm } from '@/lib/confirm'
import { toast, toastError } from '@/lib/toast'

const nameOf = ({ name, prefix }: ApplicationToken) => name || prefix || 'the token'

/** What is done with a token besides editing it. */
export function useTokenActions() {
  const { mutateAsync: change } = useChangeToken()
  const { mutateAsync: rotate } = useRotateToken()
  const { mutateAsync: remove } = useDeleteToken()

  return {
    async switchTo(token: ApplicationToken, on: boolean): Promise<void> {
      try {
        await change({ id: token.id, change: { is_active: on } })
        toast(on ? `${nameOf(token)} is on` : `${nameOf(token)} is off`, { text: on ? undefined : 'It counts no more, until it is switched on again.' })
      } catch (failure) {
        toastError(`${nameOf(token)} could not be switched`, failure)
      }
    },
    /** The token with its new value; null if there is none. */
    async rotate(token: ApplicationToken): Promise<NewToken | null> {
      const isSure = await confirm({
        title: `Rotate ${nameOf(token)}?`,
        text: 'It gets another value, and the one that it has counts no more at once: the program is refused until it has the new one.',
        action: 'Rotate token',
      })
      if (!isSure) return null
      try {
        return await rotate(token.id)
      } catch (failure) {
        toastError(`${nameOf(token)} could not be rotated`, failure)
        return null
      }
    },
    async remove(token: ApplicationToken): Promise<void> {
      const isSure = await confirm({
        title: `Delete ${nameOf(token)}?`,
        text: 'The program that uses it is refused from now on. What it made stays. This cannot be undone; to stop it for a while, switch it off.',
        action: 'Delete token',
        isDestructive: true,
      })
      if (!isSure) return
      try {
        await remove(token.id)
        toast(`${nameOf(token)} is deleted`)
      } catch (failure) {
        toastError(`${nameOf(token)} could not be deleted`, failure)
      }
    },
  }
}
