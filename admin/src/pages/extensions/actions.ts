import { useRouter } from 'vue-router'

import { sourceOf, useSwitchExtension, useUninstallExtension, useUpdateExtension, type Extension } from '@/api/extensions'
import { confirm } from '@/lib/confirm'
import { toast, toastError } from '@/lib/toast'

/** What is done with an extension, from the list and from its page. */
export function useExtensionActions() {
  const router = useRouter()
  const { mutateAsync: switchIt, isPending: isSwitching, variables: switched } = useSwitchExtension()
  const { mutateAsync: updateIt, isPending: isUpdating, variables: updated } = useUpdateExtension()
  const { mutateAsync: uninstallIt } = useUninstallExtension()

  function tell(done: string, extension: Extension): void {
    if (extension.state === 'failed') toastError(`${extension.name} failed`, new Error(extension.reason ?? 'It says no reason'))
    else toast(extension.restart_needed ? `${done}. The version before stays in memory until the server is started again` : done)
  }

  return {
    isSwitching: (name: string) => isSwitching.value && switched.value?.name === name,
    isUpdating: (name: string) => isUpdating.value && updated.value === name,

    async setEnabled({ name }: Extension, isEnabled: boolean): Promise<void> {
      try {
        tell(isEnabled ? `${name} is on` : `${name} is off`, await switchIt({ name, isEnabled }))
      } catch (failure) {
        toastError(isEnabled ? `${name} was not switched on` : `${name} was not switched off`, failure)
      }
    },

    async update(extension: Extension): Promise<void> {
      const { name, version, update_available: next } = extension
      const isSure = await confirm({
        title: next ? `Update ${name} to ${next}?` : `Update ${name}?`,
        text: `It is ${version} now. What is newer comes from ${sourceOf(extension)} and runs with all rights of this server, as the version before.`,
        action: 'Update',
      })
      if (!isSure) return
      try {
        const now = await updateIt(name)
        tell(`${name} is ${now.version} now`, now)
      } catch (failure) {
        toastError(`${name} was not updated`, failure)
      }
    },

    async uninstall({ name }: Extension): Promise<void> {
      const isSure = await confirm({
        title: `Uninstall ${name}?`,
        text: 'Its hooks, functions, schedules and endpoints end at once, and its folder is removed. Tables that it made in the database stay.',
        action: 'Uninstall',
        isDestructive: true,
      })
      if (!isSure) return
      try {
        await uninstallIt(name)
        toast(`${name} is uninstalled`)
        await router.push({ name: 'extensions' })
      } catch (failure) {
        toastError(`${name} was not uninstalled`, failure)
      }
    },
  }
}
