import { useRouter } from 'vue-router'

import { useDeleteWebhook, useUpdateWebhook, type Webhook } from '@/api/webhooks'
import { confirm } from '@/lib/confirm'
import { toast, toastError } from '@/lib/toast'

/** What can be done with a webhook anywhere it is shown. */
export function useWebhookActions() {
  const router = useRouter()
  const { mutateAsync: update } = useUpdateWebhook()
  const { mutateAsync: remove } = useDeleteWebhook()

  async function setActive({ id, name }: Webhook, isActive: boolean): Promise<void> {
    try {
      await update({ id, change: { is_active: isActive } })
      toast(`${name} is ${isActive ? 'enabled' : 'disabled'}`)
    } catch (failure) {
      toastError(`${name} could not be ${isActive ? 'enabled' : 'disabled'}`, failure)
    }
  }

  async function deleteIt({ id, name, url }: Webhook): Promise<void> {
    const isSure = await confirm({
      title: `Delete ${name}?`,
      text: `Nothing more is sent to ${new URL(url).host}. What waits to be sent, and what is remembered of the deliveries, is gone. This cannot be undone.`,
      action: 'Delete webhook',
      isDestructive: true,
    })
    if (!isSure) return
    try {
      await router.push({ name: 'webhooks' })
      await remove(id)
      toast(`${name} is deleted`)
    } catch (failure) {
      toastError(`${name} could not be deleted`, failure)
    }
  }

  /** The new secret; null if it was not wanted after all. */
  async function renewSecret({ id, name }: Webhook): Promise<string | null> {
    const isSure = await confirm({
      title: `Make a new secret for ${name}?`,
      text: 'From then on requests are signed with the new one, also those that wait. The receiver refuses them until it has it.',
      action: 'Make a new secret',
      isDestructive: true,
    })
    if (!isSure) return null
    try {
      return (await update({ id, change: { secret: null } })).secret ?? null
    } catch (failure) {
      toastError('There is no new secret', failure)
      return null
    }
  }

  return { setActive, deleteIt, renewSecret }
}
