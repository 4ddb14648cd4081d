/** Subtotals of the public, the hidden and the late checks, counted from the rows on the page. */
import { say } from "./page";

const ENDED = new Set(["passed", "failed", "error", "not_run"]);

/** How many rows are being graded, and how many of them have ended. */
export function progressOf(rows: readonly HTMLElement[]): [done: number, total: number] {
  const run = rows.filter((row) => row.dataset["outcome"] !== "idle");
  return [run.filter(hasEnded).length, run.length];
}

/** Write the subtotal of each group of which something is known; where Run leaves hidden checks alone, say so. */
export function tally(root: ParentNode, rows: readonly HTMLElement[]): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-tally]")) {
    const key = place.dataset["tally"];
    const group = rows.filter((row) => row.dataset["visibility"] === key);
    const passed = group.filter((row) => row.dataset["outcome"] === "passed").length;
    if (group.some(hasEnded)) {
      place.textContent = say("tally", { passed, total: group.length });
    } else if (group.some((row) => row.dataset["outcome"] !== "idle")) {
      place.textContent = place.dataset["blank"] ?? ""; // nothing is known yet, which is not the same as none
    } else if (key === "hidden") {
      place.textContent = say("onSubmit");
    }
  }
}

/** The subtotals as a sentence, such as "public 6 of 6, hidden 2 of 3". */
export function spokenTally(root: ParentNode): string {
  const items = [...root.querySelectorAll("[data-tallies] li")];
  return items.map((item) => (item.textContent ?? "").replace(/\s+/g, " ").trim()).join(", ");
}

function hasEnded(row: HTMLElement): boolean {
  return ENDED.has(row.dataset["outcome"] ?? "");
}
