/** What the server says of one wrong place in a request. */
export interface FieldProblem {
  type: string
  loc: (string | number)[]
  msg: string
  input?: unknown
  ctx?: Record<string, unknown>
}

/** An answer that is no success, in words. */
export class ApiError extends Error {
  /** 0 where there was no answer. */
  readonly status: number
  readonly requestId: string | null
  readonly problems: FieldProblem[]
  /** In how many seconds it is worth trying again. */
  readonly retryAfter: number | null
  /** The answer as it came, for those who need more of it. */
  readonly body: unknown

  constructor(status: number, message: string, options: Partial<Pick<ApiError, 'requestId' | 'problems' | 'retryAfter' | 'body'>> = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.requestId = options.requestId ?? null
    this.problems = options.problems ?? []
    this.retryAfter = options.retryAfter ?? null
    this.body = options.body
  }
}

/** The answer of the server as an error: `detail` is a text or, with 422, a list of what is wrong; a record's faults are in `errors`. */
export function errorOf(response: Response, body: unknown): ApiError {
  const { detail, errors } = (typeof body === 'object' && body !== null ? body : {}) as { detail?: unknown, errors?: unknown }
  const problems = (Array.isArray(detail) ? detail : Array.isArray(errors) ? errors : []) as FieldProblem[]
  const text = typeof detail === 'string' ? detail : problems.map(describe).join('; ')
  return new ApiError(response.status, text || `The server answered ${response.status}`, {
    requestId: response.headers.get('X-Request-Id'),
    problems,
    retryAfter: Number(response.headers.get('Retry-After')) || null,
    body,
  })
}

function describe(problem: FieldProblem): string {
  const place = problem.loc.slice(1).join('.')
  return place ? `${place}: ${problem.msg}` : problem.msg
}

/** Whether it says that there is no such thing; an id that can be none says so too. */
export function isMissing(failure: unknown): boolean {
  return failure instanceof ApiError && (failure.status === 404 || failure.status === 422)
}

/** Any failure as an error of the API. */
export function asApiError(failure: unknown): ApiError {
  if (failure instanceof ApiError) return failure
  if (failure instanceof TypeError) return new ApiError(0, 'The server does not answer. Is it running?')
  return new ApiError(0, failure instanceof Error ? failure.message : String(failure))
}
