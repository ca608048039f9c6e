import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'

import { answerOf, api, type Schemas } from './client'
import { errorOf } from './errors'
import { mountRoot } from './mount'
import { fetchAsUser } from './session'

export type FunctionCall = Schemas['FunctionCallView']
export type CallDetails = Schemas['FunctionCallDetails']
export type LogLine = Schemas['FunctionLogLineView']
export type CallPage = Schemas['FunctionCallList']
export const callStatuses = ['running', 'succeeded', 'failed'] as const
export const callTriggers = ['manual', 'schedule'] as const
export type CallStatus = typeof callStatuses[number]
export type CallTrigger = typeof callTriggers[number]

/** Which calls are asked for. */
export interface CallFilter {
  function_name?: string
  status?: CallStatus
  trigger_type?: CallTrigger
  user_id?: string
}

const followMilliseconds = 2000

export async function listCalls(filter: CallFilter, limit: number, offset = 0, signal?: AbortSignal): Promise<CallPage> {
  return answerOf(api.GET('/api/admin/functions/calls', { params: { query: { ...filter, limit, offset } }, signal, cache: 'no-store' }))
}

/** A page of calls, the newest first. While it is followed it is read again every two seconds. */
export function useCalls(filter: MaybeRefOrGetter<CallFilter>, limit: number, offset: MaybeRefOrGetter<number> = 0, isFollowed: MaybeRefOrGetter<boolean> = false) {
  return useQuery({
    queryKey: computed(() => ['calls', toValue(filter), limit, toValue(offset)]),
    queryFn: ({ signal }) => listCalls(toValue(filter), limit, toValue(offset), signal),
    refetchInterval: computed(() => toValue(isFollowed) ? followMilliseconds : false),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** One call with all that is kept of it. */
export function useCall(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['call', toValue(id)]),
    queryFn: ({ signal }) => answerOf(api.GET('/api/admin/functions/calls/{call_id}', { params: { path: { call_id: toValue(id) } }, signal, cache: 'no-store' })),
    refetchInterval: (query) => query.state.data?.status === 'running' ? followMilliseconds : false,
    staleTime: 0,
  })
}

/** Tells each line of the log of a call as it is written; ends with the call. */
export async function followLog(id: string, onLine: (line: LogLine) => void, signal: AbortSignal): Promise<void> {
  const response = await fetchAsUser(new Request(new URL(`api/admin/functions/calls/${id}/log`, mountRoot), { signal, cache: 'no-store' }))
  if (!response.ok || !response.body) throw errorOf(response, await response.json().catch(() => null))
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const events = (rest + value).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const { type, data } = parse(event)
      if (type === 'end') return
      if (type === 'line') onLine(JSON.parse(data) as LogLine)
    }
  }
}

function parse(event: string): { type: string, data: string } {
  const fields = event.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()] as const)
  return {
    type: fields.find(([name]) => name === 'event')?.[1] ?? 'message',
    data: fields.filter(([name]) => name === 'data').map(([, text]) => text).join('\n'),
  }
}
