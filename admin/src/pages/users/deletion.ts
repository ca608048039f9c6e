import { inWords } from './refusals'

import { useDeleteUser, type User } from '@/api/users'
import { confirm } from '@/lib/confirm'
import { toast, toastError } from '@/lib/toast'

/** Deletes a user once it is said what becomes of what they have; tells whether it did. */
export function useUserDeletion(): (user: User) => Promise<boolean> {
  const { mutateAsync } = useDeleteUser()
  return async ({ id, email }) => {
    const isSure = await confirm({
      title: `Delete ${email}?`,
      text: 'They are signed out everywhere and cannot sign in any more. Their records stay, without owner: where only owners may change them, only admins still can. Files and functions that they uploaded stay too. This cannot be undone.',
      action: 'Delete user',
      isDestructive: true,
    })
    if (!isSure) return false
    try {
      await mutateAsync(id)
      toast(`${email} is deleted`)
      return true
    } catch (failure) {
      toastError(`${email} could not be deleted`, inWords(failure))
      return false
    }
  }
}
