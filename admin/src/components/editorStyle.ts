import { HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The editor in the colours of the page. */
export const theme = EditorView.theme({
  '&': { color: 'var(--foreground)', fontSize: '0.8125rem', maxHeight: '60vh' },
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', lineHeight: '1.55', overflow: 'auto' },
  '.cm-content': { padding: '0.6rem 0', minHeight: '5rem', caretColor: 'var(--foreground)' },
  '.cm-line': { padding: '0 0.75rem' },
  '.cm-cursor': { borderLeftColor: 'var(--foreground)' },
  '&.cm-focused': { outline: '2px solid var(--ring)', outlineOffset: '-1px', borderRadius: '0.45rem' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { background: 'color-mix(in srgb, var(--ring) 28%, transparent)' },
  '.cm-gutters': { background: 'transparent', color: 'var(--muted-foreground)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'transparent' },
  '.cm-tooltip': { background: 'var(--popover)', border: '1px solid var(--border)', color: 'var(--foreground)', borderRadius: '0.4rem' },
})

/** What the parts of a text are coloured like, in light and dark. */
export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.definitionKeyword], color: 'var(--primary-text)' },
  { tag: [tags.comment, tags.meta], color: 'var(--muted-foreground)' },
  { tag: tags.propertyName, color: 'var(--primary-text)' },
  { tag: tags.string, color: 'var(--success-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warning-text)' },
  { tag: tags.punctuation, color: 'var(--muted-foreground)' },
])
