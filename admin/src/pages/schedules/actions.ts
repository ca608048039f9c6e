import { useRouter } from 'vue-router'

import { useDeleteSchedule, useRunSchedule, useUpdateSchedule, type Schedule } from '@/api/schedules'
import { confirm } from '@/lib/confirm'
import { toast, toastError } from '@/lib/toast'

/** What can be done with a schedule anywhere it is shown. */
export function useScheduleActions() {
  const router = useRouter()
  const { mutateAsync: run } = useRunSchedule()
  const { mutateAsync: update } = useUpdateSchedule()
  const { mutateAsync: remove } = useDeleteSchedule()

  async function runNow({ id, name }: Schedule): Promise<void> {
    try {
      await run(id)
      toast(`${name} is run`, { text: 'Its times stay as they are.', action: { label: 'Runs', run: () => { void router.push({ name: 'schedule', params: { schedule: id } }) } } })
    } catch (failure) {
      toastError(`${name} could not be run`, failure)
    }
  }

  async function setActive({ id, name }: Schedule, isActive: boolean): Promise<void> {
    try {
      await update({ id, change: { is_active: isActive } })
      toast(`${name} is ${isActive ? 'enabled' : 'disabled'}`)
    } catch (failure) {
      toastError(`${name} could not be ${isActive ? 'enabled' : 'disabled'}`, failure)
    }
  }

  async function deleteIt({ id, name, function_name: called }: Schedule): Promise<void> {
    const isSure = await confirm({
      title: `Delete ${name}?`,
      text: `${called} is no longer run by it, and what is remembered of its runs is gone. The calls stay in the list of calls. This cannot be undone.`,
      action: 'Delete schedule',
      isDestructive: true,
    })
    if (!isSure) return
    try {
      await router.push({ name: 'schedules' })
      await remove(id)
      toast(`${name} is deleted`)
    } catch (failure) {
      toastError(`${name} could not be deleted`, failure)
    }
  }

  return { runNow, setActive, deleteIt }
}
