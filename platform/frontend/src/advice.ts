/** Remarks of a report on the text in the editors: their lines are marked, and a press leads to them. */
import type { EditorView } from "@codemirror/view";
import { goToLine, markLines } from "./editor";

/** An editor by the name of its file, and how to bring it to the front. */
export interface Sheet {
  view: EditorView;
  show(): void;
}

/**
 * Make each remark under `root` lead to its line, and mark the lines where `mark` says that the text in the editors
 * is the one that was read.
 */
export function showAdvice(root: ParentNode, sheets: ReadonlyMap<string, Sheet>, mark: boolean): void {
  const remarks = new Map<string, Map<number, string>>();
  for (const item of root.querySelectorAll<HTMLElement>("[data-advice]")) {
    const { file = "", line = "0" } = item.dataset;
    const sheet = sheets.get(file);
    const number = Number(line);
    const place = item.querySelector<HTMLElement>(".advice__where");
    if (sheet === undefined || number < 1 || place === null) continue;
    const ofFile = remarks.get(file) ?? new Map<number, string>();
    ofFile.set(number, item.querySelector("[data-rich], .advice__where + span")?.textContent ?? "");
    remarks.set(file, ofFile);
    if (place.querySelector("button")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "advice__go";
    button.textContent = place.textContent;
    button.addEventListener("click", () => {
      sheet.show();
      goToLine(sheet.view, number);
    });
    place.replaceChildren(button);
  }
  for (const [file, sheet] of sheets) {
    markLines(sheet.view, (mark ? remarks.get(file) : undefined) ?? new Map<number, string>());
  }
}
