/** What a text says to Python: two texts of one shape differ in nothing but comments and spaces. */
import { ensureSyntaxTree, language } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";

const PARSE_MS = 100;

/** The shape of a text; undefined while it is incomplete, or too long to be read in time. */
export function shapeOf(state: EditorState): string | undefined {
  if (state.facet(language) === null) return state.doc.toString();
  const tree = ensureSyntaxTree(state, state.doc.length, PARSE_MS);
  if (tree === null) return undefined;
  const parts: string[] = [];
  let broken = false;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) broken = true;
      if (node.name === "Comment") return false;
      parts.push(node.node.firstChild === null ? state.sliceDoc(node.from, node.to) : `(${node.name}`);
      return undefined;
    },
    leave: (node) => {
      if (node.name !== "Comment") parts.push(")");
    },
  });
  return broken ? undefined : parts.join(" ");
}
