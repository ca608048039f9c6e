import { expect, it } from 'vitest'

import { placeOf, problemsOf } from './problems'

it('takes apart what the compiler says of an upload', () => {
  const problems = problemsOf("Function 'add' cannot be served: add.cs:3:5: CS1002: ; expected; _shared.cs:1:1: CS0246: The type 'A' was not found; did you mean B?")

  expect(problems?.map((problem) => [placeOf(problem), problem.code, problem.message])).toEqual([
    ['add.cs:3:5', 'CS1002', '; expected'],
    ['_shared.cs:1:1', 'CS0246', "The type 'A' was not found; did you mean B?"],
  ])
})

it('leaves alone what has no place, and what is no matter of the code', () => {
  expect(problemsOf("Function 'add' cannot be served: The build took too long")).toEqual([
    { file: null, line: null, column: null, code: null, message: 'The build took too long' },
  ])
  expect(problemsOf('File size (12 bytes) exceeds maximum (10 bytes)')).toBeNull()
})
