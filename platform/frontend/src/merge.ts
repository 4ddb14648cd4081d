/** Two texts beside each other, or in one column where the window is narrow; loaded with the first comparison. */
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { common, type Preferences } from "./editor";
import type { Files } from "./shelf";

interface CompareOptions {
  nonce: string;
  preferences: Preferences;
  phrases: Record<string, string>;
  words: { before: string; after: string; same: string };
}

const WIDE = "(min-width: 60rem)";
const COLLAPSED = { margin: 3, minSize: 6 };

function reading(options: CompareOptions, name: string, label: string): Extension {
  return [
    common(name, options.nonce, options.phrases, options.preferences),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", role: "textbox", "aria-readonly": "true" }),
  ];
}

function heading(level: "h3" | "p", text: string): HTMLElement {
  const element = document.createElement(level);
  element.className = level === "h3" ? "compare__name" : "compare__side fine";
  element.textContent = text;
  return element;
}

/** Show what changed from `before` to `after`, file by file; the answer takes the views away. */
export function compare(parent: HTMLElement, before: Files, after: Files, options: CompareOptions): () => void {
  const views: { destroy(): void }[] = [];
  const { words } = options;
  for (const [name, text] of Object.entries(after)) {
    const earlier = before[name] ?? "";
    parent.append(heading("h3", name));
    if (earlier === text) {
      parent.append(heading("p", words.same));
    } else if (window.matchMedia(WIDE).matches) {
      const sides = document.createElement("div");
      sides.className = "compare__sides";
      sides.append(heading("p", words.before), heading("p", words.after));
      parent.append(sides);
      const a = { doc: earlier, extensions: reading(options, name, `${name}: ${words.before}`) };
      const b = { doc: text, extensions: reading(options, name, `${name}: ${words.after}`) };
      views.push(new MergeView({ a, b, parent, gutter: true, collapseUnchanged: COLLAPSED }));
    } else {
      parent.append(heading("p", `${words.before} → ${words.after}`));
      const changes = unifiedMergeView({ original: earlier, mergeControls: false, collapseUnchanged: COLLAPSED });
      const extensions = [reading(options, name, name), changes];
      views.push(new EditorView({ doc: text, extensions, parent }));
    }
  }
  return () => views.forEach((view) => view.destroy());
}
