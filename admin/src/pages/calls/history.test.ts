import { expect, it } from 'vitest'

import { percentile, slotsOf } from './history'

import type { FunctionCall } from '@/api/calls'

const call = (started: string, status: string, duration: number | null) => ({ started_at: started, status, duration_ms: duration }) as FunctionCall

it('counts calls into the part of the time that they began in', () => {
  const slots = slotsOf([
    call('2026-01-01T00:00:00Z', 'succeeded', 10),
    call('2026-01-01T00:59:59Z', 'failed', 30),
    call('2026-01-01T01:00:00Z', 'running', null),
    call('2026-01-01T02:00:00Z', 'succeeded', 7),
    call('2025-12-31T23:00:00Z', 'succeeded', 1),
  ], new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T02:00:00Z'), 2)

  expect(slots.map(({ succeeded, failed, p50, p95 }) => [succeeded, failed, p50, p95])).toEqual([[1, 1, 10, 30], [1, 0, 7, 7]])
  expect(slots[1]?.start.toISOString()).toBe('2026-01-01T01:00:00.000Z')
})

it('takes the percentile that a share of the values does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect([0.5, 0.95, 0.99, 1].map((part) => percentile(hundred, part))).toEqual([50, 95, 99, 100])
  expect(percentile([], 0.5)).toBeNull()
  expect(percentile([4], 0.01)).toBe(4)
})
