/** Sets the `code` and $formulas$ in a hint that comes as plain text while a grading runs; the server sets all others. */

const PIECE = /`([^`]+)`|\$([^$]+)\$/g;

function pieces(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let from = 0;
  for (const found of text.matchAll(PIECE)) {
    const [whole, code, tex] = found;
    const element = document.createElement("code");
    if (code === undefined) element.className = "math";
    element.textContent = code ?? tex ?? "";
    parts.push(text.slice(from, found.index), element);
    from = found.index + whole.length;
  }
  return from === 0 ? [] : [...parts, text.slice(from)];
}

/** Set every such text under an element once; a formula stays TeX until the server's own report takes its place. */
export function enrich(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-rich]")) {
    delete element.dataset["rich"];
    const parts = pieces(element.textContent ?? "");
    if (parts.length > 0) element.replaceChildren(...parts);
  }
}
