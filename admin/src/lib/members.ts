/** An object with a member changed; undefined takes it away. The order of the others stays. */
export function withMember(object: Record<string, unknown>, name: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...object, [name]: value }).filter(([, member]) => member !== undefined))
}
