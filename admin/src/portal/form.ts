import { ref, type Ref } from 'vue'

import { asApiError, type ApiError, type FieldProblem } from '@/api/errors'

export type Faults<Name extends string> = Partial<Record<Name, string>>

const leastPasswordLength = 8

/** What a form is made of: its fields, what is wrong with them before anything is sent, and what sends it. */
export interface FormPlan<Name extends string> {
  names: readonly Name[]
  check: () => Faults<Name>
  send: () => Promise<void>
  /** What the server's refusal means for a field, where it names none. */
  explain?: (failure: ApiError) => Faults<Name>
}

export interface Form<Name extends string> {
  faults: Ref<Faults<Name>>
  error: Ref<ApiError | null>
  isBusy: Ref<boolean>
  submit: (event: Event) => Promise<void>
}

/** A form whose errors are at the fields that they are about, the first of which gets the focus. */
export function useForm<Name extends string>({ names, check, send, explain }: FormPlan<Name>): Form<Name> {
  const faults = ref({}) as Ref<Faults<Name>>
  const error = ref<ApiError | null>(null)
  const isBusy = ref(false)

  async function submit(event: Event): Promise<void> {
    const form = event.currentTarget as HTMLFormElement
    if (isBusy.value) return
    error.value = null
    faults.value = check()
    if (isFaulty()) return focusFirst(form)
    isBusy.value = true
    try {
      await send()
    } catch (failure) {
      show(asApiError(failure))
      focusFirst(form)
    } finally {
      isBusy.value = false
    }
  }

  function show(failure: ApiError): void {
    faults.value = explain?.(failure) ?? {}
    for (const problem of failure.problems) {
      const name = names.find((one) => one === problem.loc[1])
      if (name) faults.value = { ...faults.value, [name]: faults.value[name] ?? wordsOf(problem) }
    }
    if (!isFaulty()) error.value = failure
  }

  function isFaulty(): boolean {
    return names.some((name) => faults.value[name])
  }

  function focusFirst(form: HTMLFormElement): void {
    const first = names.find((name) => faults.value[name])
    if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
  }

  return { faults, error, isBusy, submit }
}

/** What the server says, without what is only for programs. */
function wordsOf({ msg, ctx }: FieldProblem): string {
  return typeof ctx?.reason === 'string' ? ctx.reason : msg
}

/** What is wrong with an address as it was typed; the server knows the rest. */
export function emailFault(email: string): string | undefined {
  return email.trim() === '' ? 'Enter your e-mail address.' : undefined
}

/** What is wrong with a password that somebody chooses. */
export function newPasswordFaults(password: string, repeat: string): Faults<'password' | 'repeat'> {
  if ([...password].length < leastPasswordLength) return { password: `Enter a password of at least ${leastPasswordLength} characters.` }
  return repeat === password ? {} : { repeat: 'The two passwords differ.' }
}

/** An address that cannot be had is refused without saying who has it. */
export function takenEmail(failure: ApiError, otherwise: string): Faults<'email'> {
  return failure.status === 400 && failure.message === 'Email already registered' ? { email: otherwise } : {}
}
