/** What a field may be called. */
export const fieldNamePattern = /^[A-Za-z][A-Za-z0-9_]*$/

/** What a collection may be called. */
export const collectionNamePattern = /^[a-z][a-z0-9_]*$/

/** A name of a collection for its label: "My orders" is `my_orders`. */
export function collectionNameFor(label: string): string {
  return label.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 100)
}

/** A name of a field for the head of a column: "US Gross ($)" is `us_gross`. */
export function fieldNameFor(title: string): string {
  const name = collectionNameFor(title)
  return name === '' ? 'field' : name
}
