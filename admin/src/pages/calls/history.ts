import { listCalls, type CallFilter, type FunctionCall } from '@/api/calls'

/** So many calls are read at a time, and so often at most: beyond that the newest have to do. */
const pageSize = 1000
const mostPages = 5

/** Calls since a time. */
export interface CallHistory {
  calls: FunctionCall[]
  /** Whether there were more than are read. */
  isCut: boolean
}

/** The calls since a time, the newest first. */
export async function readHistory(filter: CallFilter, since: Date, signal?: AbortSignal): Promise<CallHistory> {
  const calls: FunctionCall[] = []
  for (let page = 0; page < mostPages; page++) {
    const read = await listCalls(filter, pageSize, page * pageSize, signal)
    const fresh = read.calls.filter((call) => new Date(call.started_at) >= since)
    calls.push(...fresh)
    if (fresh.length < pageSize) return { calls, isCut: false }
  }
  return { calls, isCut: true }
}

/** What happened in a part of the time. */
export interface Slot {
  start: Date
  succeeded: number
  failed: number
  /** Of the calls that have ended, in milliseconds; null for none. */
  p50: number | null
  p95: number | null
}

/** Cuts a span of time into slots of the same length and counts calls into them. */
export function slotsOf(calls: FunctionCall[], from: Date, to: Date, count: number): Slot[] {
  const length = (to.getTime() - from.getTime()) / count
  const groups: FunctionCall[][] = Array.from({ length: count }, () => [])
  for (const call of calls) {
    const index = Math.min(count - 1, Math.floor((new Date(call.started_at).getTime() - from.getTime()) / length))
    groups[index]?.push(call)
  }
  return groups.map((group, index) => {
    const durations = durationsOf(group)
    return {
      start: new Date(from.getTime() + index * length),
      succeeded: group.filter(({ status }) => status === 'succeeded').length,
      failed: group.filter(({ status }) => status === 'failed').length,
      p50: percentile(durations, 0.5),
      p95: percentile(durations, 0.95),
    }
  })
}

/** How long the calls took that have ended, the quickest first. */
export function durationsOf(calls: FunctionCall[]): number[] {
  return calls.map(({ duration_ms: duration }) => duration).filter((duration) => duration !== null).sort((a, b) => a - b)
}

/** The least of some sorted values that so large a part of them does not exceed; null for no values. */
export function percentile(sorted: number[], part: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? null
}
