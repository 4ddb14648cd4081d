/** Find and replace, loaded when it is first asked for. */
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";

export { findNext, findPrevious, gotoLine, openSearchPanel } from "@codemirror/search";

export const finder = [search({ top: true }), highlightSelectionMatches(), Prec.high(keymap.of(searchKeymap))];
