/**
 * What the last report says about lines of the student's text, shown at those lines: places of a traceback, a syntax
 * error, advice. A remark moves with its line and goes when that line is changed, since it speaks of what was there.
 */
import { type Diagnostic, forEachDiagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import type { EditorState, Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

/** One thing said about one line. */
export interface Remark {
  line: number;
  severity: "error" | "warning" | "info";
  message: string;
}

/** A remark with the text that its line had. */
interface Placed extends Diagnostic {
  about: string;
}

function placed(state: EditorState, remark: Remark): Placed {
  const line = state.doc.line(remark.line);
  const from = line.from + (/^\s*/.exec(line.text)?.[0].length ?? 0);
  const { severity, message } = remark;
  return { from: Math.min(from, line.to), to: line.to, severity, message, about: line.text };
}

/** Remarks whose line still says what it said; undefined where all do. */
function stillTrue(state: EditorState): Diagnostic[] | undefined {
  const kept: Diagnostic[] = [];
  let gone = false;
  forEachDiagnostic(state, (each, from, to) => {
    if (state.doc.lineAt(from).text === (each as Placed).about) kept.push({ ...each, from, to });
    else gone = true;
  });
  return gone ? kept : undefined;
}

/** The gutter and the keys, and what takes outdated remarks away. */
export const remarks: Extension = [
  lintGutter(),
  keymap.of(lintKeymap),
  EditorView.updateListener.of(({ docChanged, view }) => {
    if (!docChanged) return;
    queueMicrotask(() => {
      const kept = stillTrue(view.state);
      if (kept) view.dispatch(setDiagnostics(view.state, kept));
    });
  }),
];

/** Show these remarks and no others. */
export function showRemarks(view: EditorView, found: readonly Remark[]): void {
  const inside = found.filter(({ line }) => line >= 1 && line <= view.state.doc.lines);
  view.dispatch(setDiagnostics(view.state, inside.map((remark) => placed(view.state, remark))));
}

/** What a report on the page says about lines, by file. */
export function remarksIn(root: ParentNode): Map<string, Remark[]> {
  const found = new Map<string, Remark[]>();
  const add = (place: HTMLElement, severity: Remark["severity"], message: string): void => {
    const { file = "", line = "" } = place.dataset;
    const remark = { line: Number(line), severity, message: message.trim() };
    const known = found.get(file) ?? [];
    if (!known.some((each) => each.line === remark.line && each.message === remark.message)) known.push(remark);
    found.set(file, known);
  };
  for (const place of root.querySelectorAll<HTMLElement>("a[data-file][data-line]")) {
    if (place.closest("[data-advice]")) continue;
    const said = place.closest("[data-test], [data-verdict]")?.querySelector(".check__message")?.textContent ?? "";
    const inner = place.closest(".trace")?.querySelector("li:last-child a[data-line]") ?? place;
    add(place, inner === place ? "error" : "info", said);
  }
  for (const item of root.querySelectorAll<HTMLElement>("[data-advice]")) {
    add(item, "warning", item.querySelector(".advice__where ~ *")?.textContent ?? "");
  }
  return found;
}
