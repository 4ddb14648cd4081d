/** The editor over a plain text area. The text area stays the form's field: it always holds the current text. */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  LanguageSupport,
  syntaxHighlighting,
} from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  drawSelection,
  Decoration,
  type DecorationSet,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface EditorOptions {
  nonce: string;
  label: string;
  describedBy: string;
  phrases: Record<string, string>;
  onChange(): void;
  onRun(): void;
  onSubmit(): void;
}

/** How long, after Escape, Tab leaves the editor instead of indenting. */
const TAB_LEAVES_MS = 10_000;

const paper = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--sheet)", fontSize: "0.9063rem" },
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
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--code-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--code-selection)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--highlight)", outline: "1px solid var(--rule-strong)" },
  ".cm-nonmatchingBracket": { color: "var(--cinnabar)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "var(--highlight)" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--indigo)" },
  ".cm-advised": { boxShadow: "inset 3px 0 0 var(--ochre)", backgroundColor: "var(--ochre-wash)" },
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
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--sheet)",
    color: "var(--ink)",
    border: "1px solid var(--rule-strong)",
  },
});

const ink = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.self], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "var(--code-name)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-name)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--cinnabar)" },
]);

/**
 * Types over a selection without the browser's help. Left to itself Chromium would put the replaced text's look
 * into a style attribute, which the content security policy refuses and reports.
 */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main, ranges } = view.state.selection;
    if (event.inputType !== "insertText" || !event.data || main.empty || ranges.length > 1) return false;
    const text = event.data;
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type" });
    event.preventDefault();
    const handled = view.state.facet(EditorView.inputHandler).some((type) => type(view, main.from, main.to, text, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});

const setAdvised = StateEffect.define<ReadonlyMap<number, string>>();

/** Lines that the last report has a remark on; they move with the text. */
const advised = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setAdvised)) continue;
      const lines = [...effect.value].filter(([line]) => line >= 1 && line <= transaction.state.doc.lines);
      return Decoration.set(
        lines.map(([line, title]) =>
          Decoration.line({ class: "cm-advised", attributes: { title } }).range(transaction.state.doc.line(line).from),
        ),
        true,
      );
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function keys(options: EditorOptions): Extension {
  const act = (action: () => void) => () => {
    action();
    return true;
  };
  return keymap.of([
    { key: "Mod-Enter", run: act(options.onRun) },
    { key: "Mod-Shift-Enter", run: act(options.onSubmit) },
    ...closeBracketsKeymap,
    ...searchKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    ...foldKeymap,
    indentWithTab,
    {
      key: "Escape",
      run: (view) => {
        view.setTabFocusMode(TAB_LEAVES_MS);
        return true;
      },
    },
  ]);
}

/** Put an editor in the place of a text area, which keeps in step with it and stays in the form. */
export function openEditor(area: HTMLTextAreaElement, options: EditorOptions): EditorView {
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        EditorView.cspNonce.of(options.nonce),
        EditorState.phrases.of(options.phrases),
        EditorView.contentAttributes.of({ "aria-label": options.label, "aria-describedby": options.describedBy }),
        EditorState.tabSize.of(4),
        indentUnit.of("    "),
        keys(options),
        typeOver,
        lineNumbers(),
        foldGutter(),
        highlightActiveLineGutter(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        advised,
        search({ top: true }),
        new LanguageSupport(pythonLanguage),
        syntaxHighlighting(ink),
        paper,
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          options.onChange();
        }),
      ],
    }),
  });
  area.hidden = true;
  area.after(view.dom);
  return view;
}

/** Mark lines that there is a remark on, by number; nothing else stays marked. */
export function markLines(view: EditorView, remarks: ReadonlyMap<number, string>): void {
  view.dispatch({ effects: setAdvised.of(remarks) });
}

/** Put the cursor at a line and show it. */
export function goToLine(view: EditorView, line: number): void {
  const at = view.state.doc.line(Math.min(line, view.state.doc.lines)).from;
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  view.focus();
}

/** Replace the whole text in one step that undo takes back. */
export function replaceText(view: EditorView, text: string): void {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}
