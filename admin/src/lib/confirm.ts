import { shallowRef } from 'vue'

/** What has to be said yes to. */
export interface Question {
  title: string
  /** What will happen, naming what is destroyed. */
  text: string
  /** The label of the button that does it. */
  action: string
  cancel?: string
  isDestructive?: boolean
  /** What has to be typed first, where a slip would cost too much. */
  type?: string
}

/** The question that is open; null for none. */
export const question = shallowRef<Question | null>(null)

let resolve: ((yes: boolean) => void) | null = null

/** Asks, and tells whether the answer was yes. A question that is open is answered with no. */
export function confirm(asked: Question): Promise<boolean> {
  answer(false)
  question.value = asked
  return new Promise((done) => { resolve = done })
}

/** Answers the open question. */
export function answer(yes: boolean): void {
  question.value = null
  resolve?.(yes)
  resolve = null
}
