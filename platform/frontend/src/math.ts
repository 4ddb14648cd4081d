/** Sets the formulas of a page. KaTeX builds elements and sets styles through the DOM, which the policy allows. */
import katex from "katex";
import "katex/dist/katex.min.css";

const DELIMITERS = /^\s*(?:\$\$|\$|\\\[|\\\()|(?:\$\$|\$|\\\]|\\\))\s*$/g;

/** Typeset every formula under an element that is still TeX. */
export function typeset(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>(".math:not([data-done])")) {
    const tex = (element.textContent ?? "").replace(DELIMITERS, "");
    const displayMode = element.matches("div, .block, .display");
    katex.render(tex, element, { displayMode, throwOnError: false, strict: "ignore", trust: false });
    element.dataset["done"] = "";
  }
}
