'use client'
import { json, jsonParseLinter } from '@codemirror/lang-json'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { linter, lintGutter } from '@codemirror/lint'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import CodeMirror from '@uiw/react-codemirror'
import { useMemo } from 'react'

type JsonEditorProps = {
  text: string
  labelledBy: string
  describedBy: string
  isReadOnly: boolean
  onChange: (text: string) => void
}

// The page's own colours, so that both themes fit and every pair has been measured.
const look = EditorView.theme({
  '&': { backgroundColor: 'var(--raised)', color: 'var(--ink)', fontSize: '0.9063rem' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '0' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '0.75rem 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--sunken)',
    color: 'var(--ink-soft)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'oklch(from var(--glass) l c h / 0.3) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    borderColor: 'var(--line)',
  },
})

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--ink)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--glass-ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--kelp)' },
  { tag: tags.invalid, color: 'var(--urchin)' },
])

/** Tab leaves the editor, as everywhere else on the page: nobody is caught in it. */
export default function JsonEditor(props: JsonEditorProps) {
  const { text, labelledBy, describedBy, isReadOnly, onChange } = props
  const extensions = useMemo(
    () => [
      json(),
      linter(jsonParseLinter()),
      lintGutter(),
      look,
      syntaxHighlighting(colours),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        'aria-labelledby': labelledBy,
        'aria-describedby': describedBy,
      }),
    ],
    [labelledBy, describedBy],
  )
  return (
    <CodeMirror
      value={text}
      theme="none"
      height="min(34rem, 70dvh)"
      indentWithTab={false}
      readOnly={isReadOnly}
      extensions={extensions}
      basicSetup={{ autocompletion: false, syntaxHighlighting: false, highlightActiveLine: false }}
      onChange={onChange}
      // A long text scrolls inside; the keyboard must be able to do that without writing in it.
      onCreateEditor={({ scrollDOM }) => scrollDOM.setAttribute('tabindex', '0')}
      className="overflow-hidden rounded-md border border-line-strong"
    />
  )
}
