/** Sets the `code` and $formulas$ in short texts of authors (titles, hints, answer labels), which come as plain text. */

const PIECE = /`([^`]+)`|\$([^$]+)\$/g;

function pieces(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let from = 0;
  for (const found of text.matchAll(PIECE)) {
    const [whole, code, tex] = found;
    const element = document.createElement(code === undefined ? "span" : "code");
    if (code === undefined) element.className = "math inline";
    element.textContent = code ?? tex ?? "";
    parts.push(text.slice(from, found.index), element);
    from = found.index + whole.length;
  }
  return from === 0 ? [] : [...parts, text.slice(from)];
}

/** Set every short text under an element once, and every formula. */
export async function enrich(root: ParentNode): Promise<void> {
  for (const element of root.querySelectorAll<HTMLElement>("[data-rich]")) {
    delete element.dataset["rich"];
    const parts = pieces(element.textContent ?? "");
    if (parts.length > 0) element.replaceChildren(...parts);
  }
  if (root.querySelector(".math:not([data-done])") === null) return;
  const { typeset } = await import("./math");
  typeset(root);
}
