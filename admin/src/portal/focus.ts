import { nextTick, type ObjectDirective } from 'vue'

/** Gives the focus to what has just come onto the page, or to the first control in it. */
export const vFocus: ObjectDirective<HTMLElement> = {
  mounted: (element) => {
    const control = element.matches('input, button') ? element : element.querySelector<HTMLElement>('input, button')
    control?.focus()
  },
}

/** Gives the focus to a control that is about to come back. */
export function focusSoon(id: string): void {
  void nextTick(() => document.getElementById(id)?.focus())
}
