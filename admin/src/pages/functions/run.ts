import { useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'

import { followLog, listCalls, type LogLine } from '@/api/calls'
import { asApiError, type ApiError } from '@/api/errors'
import { callFunction, type CallAnswer } from '@/api/functions'
import { user } from '@/api/session'

/** When to look for the call that was just begun: quick ones end before the first look. */
const looksAfterMilliseconds = [150, 300, 600, 1200, 2400]
const tickMilliseconds = 100

/** Runs a function and follows its log while it runs. */
export function useRun(name: string) {
  const client = useQueryClient()
  const answer = shallowRef<CallAnswer | null>(null)
  const failure = shallowRef<ApiError | null>(null)
  const lines = ref<LogLine[]>([])
  const callId = ref<string | null>(null)
  const startedAt = ref<string | null>(null)
  const elapsed = ref(0)
  const isCancelled = ref(false)
  const stop = shallowRef<AbortController | null>(null)
  const isRunning = computed(() => stop.value !== null)

  async function start(input: unknown): Promise<void> {
    if (isRunning.value) return
    answer.value = failure.value = null
    isCancelled.value = false
    callId.value = startedAt.value = null
    lines.value = []
    const control = stop.value = new AbortController()
    const began = performance.now()
    elapsed.value = 0
    const ticking = window.setInterval(() => { elapsed.value = performance.now() - began }, tickMilliseconds)
    const following = findAndFollow(new Date(), control.signal)
    try {
      const result = answer.value = await callFunction(name, input, control.signal)
      callId.value = result.call_id
      window.clearInterval(ticking)
      elapsed.value = performance.now() - began
      stop.value = null
      control.abort()
      await following
      await readLog(result.call_id)
    } catch (error) {
      isCancelled.value = control.signal.aborted
      if (!isCancelled.value) failure.value = asApiError(error)
      control.abort()
    } finally {
      window.clearInterval(ticking)
      stop.value = null
      void client.invalidateQueries({ queryKey: ['calls'] })
      void client.invalidateQueries({ queryKey: ['function-counts'] })
    }
  }

  /** The answer to a call comes with its end: until then the call is looked for among those that run. */
  async function findAndFollow(from: Date, signal: AbortSignal): Promise<void> {
    try {
      for (const wait of looksAfterMilliseconds) {
        await pause(wait, signal)
        const { calls } = await listCalls({ function_name: name, status: 'running' }, 10, 0, signal)
        // The clocks of this machine and the server may differ a little.
        const mine = calls.find((call) => call.requested_by_user_id === user.value?.id && new Date(call.started_at).getTime() > from.getTime() - 60_000)
        if (!mine) continue
        callId.value = mine.id
        startedAt.value = mine.started_at
        await followLog(mine.id, (line) => { lines.value = [...lines.value, line] }, signal)
        return
      }
    } catch {
      // The log is read once more when the call has ended.
    }
  }

  /** All that was logged, in place of what was seen of it. */
  async function readLog(id: string): Promise<void> {
    const all: LogLine[] = []
    await followLog(id, (line) => all.push(line), AbortSignal.timeout(10_000)).catch(() => null)
    if (callId.value === id && all.length >= lines.value.length) lines.value = all
  }

  function cancel(): void {
    stop.value?.abort()
  }

  onScopeDispose(cancel)
  return { answer, failure, lines, callId, startedAt, elapsed, isRunning, isCancelled, start, cancel }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const timer = window.setTimeout(done, milliseconds)
    signal.addEventListener('abort', () => { window.clearTimeout(timer); fail(new DOMException('Aborted', 'AbortError')) }, { once: true })
  })
}
