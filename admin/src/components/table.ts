/** A column of a table. */
export interface Column {
  /** The name of its slot. */
  key: string
  label: string
  /** Takes the room that the others leave, and cuts what is longer. */
  isMain?: boolean
  /** Numbers stand at the right. */
  isRight?: boolean
  /** From which width on it is shown; always unless given. */
  from?: 'sm' | 'md' | 'lg' | 'xl'
  /** In which direction the rows are sorted by it; undefined where they are not. */
  sorted?: 'ascending' | 'descending'
  /** Whether its head is for those only who do not see the table. */
  isUnnamed?: boolean
  /** What its cells look like beyond that. */
  class?: string
}

const hidden = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' } as const

/** What a cell and the head of a column have in common. */
export function columnClass({ from, isRight }: Column): string {
  return `first:pl-5 last:pr-5 px-3 ${isRight ? 'text-right' : ''} ${from ? hidden[from] : ''}`
}

/** From so many rows on it is quicker to type than to look. */
export const searchFrom = 8
