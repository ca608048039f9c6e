import type { FunctionProblem } from '@/api/functions'

const compilerLine = /^(?:(?<file>[^:;\s]+\.\w+)(?::(?<line>\d+)(?::(?<column>\d+))?)?: )?(?:(?<code>[A-Z]{2,8}\d{2,6}): )?(?<message>.+)$/s
const intro = /^Function '[^']+' cannot be served: /
const nextProblem = /; (?=[^:;\s]+\.\w+:\d+(?::\d+)?: )/

/** What an upload was refused for, taken apart: compilers write `add.cs:3:5: CS1002: ; expected`. Null where it is no matter of the code. */
export function problemsOf(refusal: string): FunctionProblem[] | null {
  if (!intro.test(refusal)) return null
  return refusal.replace(intro, '').split(nextProblem).map(problemOf)
}

function problemOf(text: string): FunctionProblem {
  const parts = compilerLine.exec(text)?.groups ?? {}
  return {
    file: parts.file ?? null,
    line: parts.line ? Number(parts.line) : null,
    column: parts.column ? Number(parts.column) : null,
    code: parts.code ?? null,
    message: parts.message ?? text,
  }
}

/** `add.cs:3:5`; empty where a problem has no place. */
export function placeOf({ file, line, column }: FunctionProblem): string {
  return [file, line, column].filter((part) => part !== null).join(':')
}
