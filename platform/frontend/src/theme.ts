/** How the editor looks: the site's own paper and ink. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const paper = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--sheet)" },
  "&.cm-focused": { outline: "none" },
  "&.cm-focused::after": {
    content: '""',
    position: "absolute",
    inset: "0",
    zIndex: "300",
    border: "2px solid var(--indigo)",
    pointerEvents: "none",
  },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--sheet)", color: "var(--ink-faint)", border: "none" },
  ".cm-gutter-lint": { width: "1.1em" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.3em 0.1em" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--code-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--code-selection)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--highlight)", outline: "1px solid var(--rule-strong)" },
  ".cm-nonmatchingBracket": { color: "var(--cinnabar)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--highlight)" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--indigo)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--well)", border: "1px solid var(--rule)", color: "var(--ink-soft)" },
  ".cm-panels": { backgroundColor: "var(--well)", color: "var(--ink)", borderColor: "var(--rule)" },
  ".cm-panel.cm-search": { padding: "0.5rem 2rem 0.5rem 0.75rem", fontFamily: "var(--sans)" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink)", fontSize: "1.25rem", padding: "0 0.5rem" },
  ".cm-panel.cm-search label, .cm-panel.cm-search .cm-button, .cm-panel.cm-search .cm-textfield": {
    fontSize: "0.875rem",
  },
  ".cm-textfield": {
    backgroundColor: "var(--sheet)",
    color: "var(--ink)",
    border: "1px solid var(--rule-strong)",
    padding: "0.25rem 0.5rem",
  },
  ".cm-button, .cm-textfield": { fontFamily: "var(--sans)" },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--rule-strong)",
    padding: "0.25rem 0.6rem",
  },
  ".cm-tooltip": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--rule-strong)" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", fontSize: "0.875rem", maxWidth: "34rem", whiteSpace: "pre-line" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--cinnabar)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--ochre)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--rule-strong)" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--indigo-wash)", color: "var(--ink)" },
  ".cm-panel.cm-panel-lint ul:focus [aria-selected]": { backgroundColor: "var(--indigo-wash)" },
  ".cm-changedLine, .cm-inlineChangedLine": { backgroundColor: "var(--pine-wash) !important" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--cinnabar-wash) !important" },
  ".cm-changedText": { background: "none", textDecoration: "underline 2px var(--pine)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "none",
    textDecoration: "line-through 2px var(--cinnabar)",
  },
  ".cm-collapsedLines": { background: "var(--well)", color: "var(--ink-soft)" },
});

const ink = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.self], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--code-name)" },
  { tag: [tags.tagName, tags.angleBracket], color: "var(--code-keyword)" },
  { tag: tags.attributeName, color: "var(--code-name)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-name)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--cinnabar)" },
]);

/** The look, in letters of `size` pixels that grow with the reader's own setting. */
export function look(size: number): Extension {
  return [paper, EditorView.theme({ "&": { fontSize: `${size / 16}rem` } }), syntaxHighlighting(ink)];
}
