/** Maps of numbers: a cell under the pointer or the keyboard is read out, in all three grids at once. */

type Grids = readonly (readonly HTMLTableCellElement[][])[];

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

class HeatMap {
  private readonly grids: Grids;
  private readonly readout: HTMLElement | null;

  constructor(private readonly root: HTMLElement) {
    this.grids = [...root.querySelectorAll<HTMLTableElement>("table[data-heat]")].map((table) =>
      [...table.rows].map((row) => [...row.cells]),
    );
    this.readout = root.querySelector<HTMLElement>("[data-readout]");
    for (const grid of this.grids) {
      const first = grid[0]?.[0];
      if (first) first.tabIndex = 0;
      grid.forEach((row, at) => row.forEach((cell, column) => this.wire(grid, cell, at, column)));
    }
  }

  private wire(grid: readonly HTMLTableCellElement[][], cell: HTMLTableCellElement, row: number, column: number): void {
    cell.addEventListener("pointerenter", () => this.show(row, column));
    cell.addEventListener("focus", () => this.show(row, column));
    cell.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      const next = move && grid[row + move[0]]?.[column + move[1]];
      if (!next) return;
      event.preventDefault();
      cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }

  private show(row: number, column: number): void {
    for (const marked of this.root.querySelectorAll("[data-at]")) marked.removeAttribute("data-at");
    const cells = this.grids.map((grid) => grid[row]?.[column]);
    for (const cell of cells) cell?.setAttribute("data-at", "");
    const [expected, got, error] = cells.map((cell) => cell?.title ?? "");
    if (this.readout === null) return;
    const values: Record<string, string | number | undefined> = { row, column, expected, got, error };
    this.readout.hidden = false;
    this.readout.textContent = (this.root.dataset["say"] ?? "").replace(/\{(\w+)\}/g, (_, name: string) =>
      String(values[name] ?? ""),
    );
  }
}

/** Bring every map under an element to life, once. */
export function readHeatMaps(root: ParentNode): void {
  for (const map of root.querySelectorAll<HTMLElement>("[data-heat-map]:not([data-wired])")) {
    map.dataset["wired"] = "";
    new HeatMap(map);
  }
}

/** Show the buttons that copy a listing, and let them. */
export function offerCopies(root: ParentNode): void {
  if (!("clipboard" in navigator)) return;
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-copy][hidden]")) {
    const listing = button.closest(".rebuild")?.querySelector<HTMLElement>("[data-copied]");
    if (!listing) continue;
    button.hidden = false;
    const words = button.textContent ?? "";
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(listing.textContent ?? "").then(() => {
        button.textContent = button.dataset["done"] ?? words;
        window.setTimeout(() => (button.textContent = words), 2000);
      });
    });
  }
}
