import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref } from 'vue'

import { parts, type Row } from './rows'

import { importRecords } from '@/api/records'

/** Large enough to be quick, small enough that progress is seen and stopping takes effect. */
const partBytes = 512 * 1024
/** So many refusals are shown; the file of rejected rows has all. */
const mostShown = 200

/** A row that the server refused, with its place in the file: its line, or where rows are no lines which one it is. */
export interface RejectedRow {
  place: number
  detail: string
  record: Row
}

/** Sends records part by part. */
export function useImport(collection: () => string) {
  const client = useQueryClient()
  const state = ref<'idle' | 'running' | 'done' | 'stopped'>('idle')
  const total = ref(0)
  const sent = ref(0)
  const imported = ref(0)
  const rejected = ref<RejectedRow[]>([])
  const isByLine = ref(false)
  const error = ref<unknown>(null)
  let abort: AbortController | null = null

  async function run(records: Row[], lines?: number[]): Promise<void> {
    abort = new AbortController()
    state.value = 'running'
    total.value = records.length
    sent.value = imported.value = 0
    rejected.value = []
    isByLine.value = lines !== undefined
    error.value = null
    try {
      for (const { text, count } of parts(records, partBytes)) {
        const answer = await importRecords(collection(), text, abort.signal)
        imported.value += answer.imported
        const start = sent.value
        rejected.value = [...rejected.value, ...answer.errors.map(({ line, detail }) => {
          const row = start + line
          return { place: lines?.[row - 1] ?? row, detail, record: records[row - 1] ?? {} }
        })]
        sent.value += count
      }
      state.value = 'done'
    } catch (failure) {
      state.value = 'stopped'
      if (!abort.signal.aborted) error.value = failure
    } finally {
      void client.invalidateQueries({ queryKey: ['records', collection()] })
    }
  }

  return {
    state, total, sent, imported, rejected, isByLine, error, run,
    shown: computed(() => rejected.value.slice(0, mostShown)),
    stop: () => { abort?.abort() },
    reset: () => { state.value = 'idle' },
  }
}
