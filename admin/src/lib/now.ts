import { ref, type Ref } from 'vue'

const everyMilliseconds = 5_000
const now = ref(new Date())
let isTicking = false

/** The time, which goes on by itself. */
export function useNow(): Readonly<Ref<Date>> {
  if (!isTicking) {
    isTicking = true
    window.setInterval(() => { now.value = new Date() }, everyMilliseconds)
  }
  return now
}
