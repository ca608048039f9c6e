import type { Path } from './jsonSchema'

import type { FieldProblem } from '@/api/errors'

/** The problems of a request body, with places that count from the value. */
export interface ValueProblem {
  path: Path
  message: string
}

/** What the server says of a body, as problems of the value in it. */
export function valueProblems(problems: FieldProblem[]): ValueProblem[] {
  return problems.map(({ loc, msg }) => ({ path: loc[0] === 'body' ? loc.slice(1) : loc, message: msg }))
}

/** The problems of a value and all that is in it. */
function problemsWithin(problems: ValueProblem[], path: Path): ValueProblem[] {
  return problems.filter((problem) => path.every((part, index) => String(problem.path[index]) === String(part)))
}

/** What is said at a place: of the value itself, and of parts that are not shown; undefined for nothing. */
export function textAt(problems: ValueProblem[], path: Path, isShown: (part: string | number) => boolean = () => false): string | undefined {
  const texts = problemsWithin(problems, path)
    .filter(({ path: place }) => {
      const part = place[path.length]
      return part === undefined || !isShown(part)
    })
    .map(({ path: place, message }) => place.length === path.length ? message : `${place.slice(path.length).join('.')}: ${message}`)
  return texts.join('; ') || undefined
}
