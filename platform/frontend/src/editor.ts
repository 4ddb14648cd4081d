/** The editor over a plain text area. The text area stays the form's field: it always holds the current text. */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, LanguageSupport } from "@codemirror/language";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  type Command,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  ViewPlugin,
} from "@codemirror/view";
import { remarks } from "./diagnostics";
import { look } from "./theme";

/** How the reader has set the editor up. */
export interface Preferences {
  fontSize: number;
  wrap: boolean;
  closeBrackets: boolean;
}

export interface EditorOptions {
  /** Of the file, which also says in what language it is written. */
  name: string;
  nonce: string;
  label: string;
  describedBy: string;
  phrases: Record<string, string>;
  preferences: Preferences;
  onChange(): void;
  onRun(): void;
  onSubmit(): void;
  onTabFreed(): void;
}

/** An editor by the name of its file, and how to bring it to the front. */
export interface Sheet {
  view: EditorView;
  show(): void;
}

/** How long, after Escape, Tab leaves the editor instead of indenting. */
const TAB_LEAVES_MS = 10_000;

const finding = new Compartment();

/** Search comes when it is first asked for; what asked is then done. */
function find(then: "openSearchPanel" | "findNext" | "findPrevious" | "gotoLine"): Command {
  return (view) => {
    void import("./find").then((loaded) => {
      view.dispatch({ effects: finding.reconfigure(loaded.finder) });
      loaded[then](view);
    }, () => undefined); // without a connection there is no search, and the key is free again
    return true;
  };
}

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

/** The language of templates comes when one is opened: a page of Python alone never loads it. */
function markup(): Extension {
  const speaking = new Compartment();
  const loader = ViewPlugin.define((view) => {
    let open = true;
    void import("./markup").then(
      ({ templates }) => open && view.dispatch({ effects: speaking.reconfigure(templates) }),
      () => undefined, // without a connection the text stays plain
    );
    return { destroy: () => (open = false) };
  });
  return [speaking.of([]), loader];
}

/** The language a file is written in, by its name. */
function language(name: string): Extension {
  if (name.endsWith(".py")) return new LanguageSupport(pythonLanguage);
  return name.endsWith(".html") ? markup() : [];
}

function keys(options: EditorOptions): Extension {
  const act = (action: () => void) => () => {
    action();
    return true;
  };
  return keymap.of([
    { key: "Mod-Enter", run: act(options.onRun) },
    { key: "Mod-Shift-Enter", run: act(options.onSubmit) },
    { key: "Mod-f", run: find("openSearchPanel") },
    { key: "F3", run: find("findNext"), shift: find("findPrevious") },
    { key: "Mod-g", run: find("findNext"), shift: find("findPrevious") },
    { key: "Mod-Alt-g", run: find("gotoLine") },
    ...(options.preferences.closeBrackets ? closeBracketsKeymap : []),
    ...defaultKeymap,
    ...historyKeymap,
    ...foldKeymap,
    indentWithTab,
    {
      key: "Escape",
      run: (view) => {
        view.setTabFocusMode(TAB_LEAVES_MS);
        options.onTabFreed();
        return true;
      },
    },
  ]);
}

/** What every editor of the site has, whether or not one types in it. */
export function common(
  name: string,
  nonce: string,
  phrases: Record<string, string>,
  preferences: Preferences,
): Extension {
  return [
    EditorView.cspNonce.of(nonce),
    EditorState.phrases.of(phrases),
    EditorState.tabSize.of(4),
    indentUnit.of("    "),
    lineNumbers(),
    highlightSpecialChars(),
    preferences.wrap ? EditorView.lineWrapping : [],
    language(name),
    look(preferences.fontSize),
  ];
}

/** Put an editor in the place of a text area, which keeps in step with it and stays in the form. */
export function openEditor(area: HTMLTextAreaElement, options: EditorOptions): EditorView {
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        finding.of([]),
        remarks,
        common(options.name, options.nonce, options.phrases, options.preferences),
        EditorView.contentAttributes.of({
          "aria-label": options.label,
          "aria-describedby": options.describedBy,
          tabindex: "0",
        }),
        keys(options),
        typeOver,
        foldGutter(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        options.preferences.closeBrackets ? closeBrackets() : [],
        highlightActiveLine(),
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

/** Put the cursor at a line and show it. */
export function goToLine(view: EditorView, line: number): void {
  const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines))).from;
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  view.focus();
  view.dom.scrollIntoView({ block: "nearest" });
}

/** Replace the whole text in one step that undo takes back. */
export function replaceText(view: EditorView, text: string): void {
  const alone = isolateHistory.of("full"); // never one step with what was typed just before
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: alone });
}
