import type { ApiError } from '@/api/errors'

/** Errors of a form: at a field, by its name, or of the whole. */
export interface FormErrors {
  fields: Record<string, string>
  /** What has no field that is shown. */
  others: string[]
}

/** Puts what the server says beside the fields it is about. A place inside a list or dict is named. */
export function formErrorsOf(error: ApiError, names: string[]): FormErrors {
  const found: FormErrors = { fields: {}, others: [] }
  for (const { loc, msg } of error.problems) {
    const path = loc[0] === 'body' ? loc.slice(loc[1] === 'data' ? 2 : 1) : loc
    const [name, ...inside] = path.map(String)
    if (name !== undefined && names.includes(name)) {
      const text = inside.length > 0 ? `${inside.join('.')}: ${msg}` : msg
      found.fields[name] = found.fields[name] ? `${found.fields[name]}; ${text}` : text
    } else {
      found.others.push(name ? `${path.join('.')}: ${msg}` : msg)
    }
  }
  return found
}
