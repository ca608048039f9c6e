import { shallowRef } from 'vue'

import { asApiError } from '@/api/errors'

/** A message at the edge of the page. */
export interface Toast {
  id: number
  tone: 'done' | 'error'
  title: string
  text?: string
  requestId?: string | null
  milliseconds: number
  action?: { label: string, run: () => void }
}

/** More than these would cover the page; the oldest go. */
const mostToasts = 4

/** The messages that are shown. */
export const toasts = shallowRef<Toast[]>([])

let nextId = 0

/** Says that something is done. */
export function toast(title: string, options: Partial<Pick<Toast, 'text' | 'milliseconds' | 'action'>> = {}): number {
  return add({ tone: 'done', title, milliseconds: 4000, ...options })
}

/** Says what failed, and why. It stays long enough to be read. */
export function toastError(title: string, failure: unknown): number {
  const error = asApiError(failure)
  return add({ tone: 'error', title, text: error.message, requestId: error.requestId, milliseconds: 12_000 })
}

/** Takes a message away. */
export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

function add(toast: Omit<Toast, 'id'>): number {
  const id = nextId++
  toasts.value = [...toasts.value, { id, ...toast }].slice(-mostToasts)
  return id
}
