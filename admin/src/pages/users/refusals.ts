import { ApiError, asApiError } from '@/api/errors'

const words: Partial<Record<string, string>> = {
  'Cannot delete the last admin user': 'This is the last admin. Make somebody else an admin first, so that the server can still be looked after.',
  'Cannot demote the last admin user': 'This is the last admin. Make somebody else an admin first, so that the server can still be looked after.',
  'Cannot delete your own account': 'Nobody deletes their own account. Let another admin do it.',
}

/** A refusal of the server, and what to do about it. */
export function inWords(failure: unknown): ApiError {
  const error = asApiError(failure)
  const text = words[error.message]
  return text === undefined ? error : new ApiError(error.status, text, error)
}
