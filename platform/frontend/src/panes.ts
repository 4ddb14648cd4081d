/** The lines between the panes: dragged, or moved by keys, and remembered by this browser. */

type Name = "prompt" | "results" | "below";

interface Line {
  /** How far it may go, in percent of the desk from its left or upper edge. */
  least: number;
  most: number;
  /** The pane takes the part behind the line, not the part before it. */
  behind: boolean;
}

const STORE = "seodang:desk";
const STEP = 2;
const LEAP = 10;
const LINES: Record<Name, Line> = {
  prompt: { least: 16, most: 50, behind: false },
  results: { least: 52, most: 84, behind: true },
  below: { least: 25, most: 80, behind: true },
};
const STACKED = "(max-width: 59.99rem)";
const THREE = "(min-width: 72rem)";

function read(): Partial<Record<Name, number>> {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "{}") as Partial<Record<Name, number>>;
  } catch {
    return {};
  }
}

function keep(name: Name, percent: number | undefined): void {
  const { [name]: _gone, ...others } = read();
  try {
    localStorage.setItem(STORE, JSON.stringify(percent === undefined ? others : { ...others, [name]: percent }));
  } catch {
    // Forgotten on the next page; nothing worse.
  }
}

/** One line. The one before the results lies across the desk where the desk has two columns only. */
class Divider {
  private readonly three = window.matchMedia(THREE);
  private readonly panes: { before: HTMLElement; behind: HTMLElement };

  constructor(
    private readonly element: HTMLElement,
    private readonly desk: HTMLElement,
  ) {
    this.panes = {
      before: element.previousElementSibling as HTMLElement,
      behind: element.nextElementSibling as HTMLElement,
    };
    element.setAttribute("role", "separator");
    element.setAttribute("aria-label", element.dataset["label"] ?? "");
    element.setAttribute("aria-controls", (this.line.behind ? this.panes.behind : this.panes.before).id);
    element.tabIndex = 0;
    element.addEventListener("keydown", (event) => this.press(event));
    element.addEventListener("pointerdown", (event) => this.drag(event));
    element.addEventListener("dblclick", () => this.reset());
    for (const query of [this.three, window.matchMedia(STACKED)]) query.addEventListener("change", () => this.tell());
    window.addEventListener("resize", () => this.tell());
    this.tell();
  }

  private get name(): Name {
    const name = this.element.dataset["divider"] as Name;
    return name === "results" && !this.three.matches ? "below" : name;
  }

  private get line(): Line {
    return LINES[this.name];
  }

  private get across(): boolean {
    return this.name === "below";
  }

  /** Where it lies now, in percent, whoever put it there. */
  private get position(): number {
    const desk = this.desk.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    const [at, whole] = this.across
      ? [own.top + own.height / 2 - desk.top, desk.height]
      : [own.left + own.width / 2 - desk.left, desk.width];
    return whole > 0 ? (100 * at) / whole : 0;
  }

  private move(position: number): void {
    const { least, most, behind } = this.line;
    const inside = Math.round(10 * Math.min(most, Math.max(least, position))) / 10;
    const percent = behind ? Math.round(10 * (100 - inside)) / 10 : inside;
    document.documentElement.style.setProperty(`--desk-${this.name}`, `${percent}%`);
    keep(this.name, percent);
    this.tell(inside);
  }

  private reset(): void {
    document.documentElement.style.removeProperty(`--desk-${this.name}`);
    keep(this.name, undefined);
    // Even the shortest transition lies between here and there, and it begins with the next picture.
    requestAnimationFrame(() => requestAnimationFrame(() => this.tell()));
  }

  private tell(position = this.position): void {
    const { least, most } = this.line;
    this.element.setAttribute("aria-orientation", this.across ? "horizontal" : "vertical");
    this.element.setAttribute("aria-valuemin", String(least));
    this.element.setAttribute("aria-valuemax", String(most));
    this.element.setAttribute("aria-valuenow", String(Math.round(Math.min(most, Math.max(least, position)))));
  }

  private press(event: KeyboardEvent): void {
    const { least, most } = this.line;
    const [less, more] = this.across ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
    const now = Number(this.element.getAttribute("aria-valuenow"));
    const step = event.shiftKey ? LEAP : STEP;
    const moves: Record<string, number> = {
      [less]: now - step,
      [more]: now + step,
      PageUp: now - LEAP,
      PageDown: now + LEAP,
      Home: least,
      End: most,
    };
    const to = moves[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.move(to);
  }

  private drag(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    const follow = (moved: PointerEvent): void => {
      const desk = this.desk.getBoundingClientRect();
      this.move(
        this.across
          ? (100 * (moved.clientY - desk.top)) / desk.height
          : (100 * (moved.clientX - desk.left)) / desk.width,
      );
    };
    const release = (): void => this.element.removeEventListener("pointermove", follow);
    this.element.addEventListener("pointermove", follow);
    this.element.addEventListener("pointerup", release, { once: true });
    this.element.addEventListener("pointercancel", release, { once: true });
  }
}

/** Make every line of the desk one that can be moved. */
export function makePanes(desk: HTMLElement): void {
  for (const element of desk.querySelectorAll<HTMLElement>("[data-divider]")) new Divider(element, desk);
}

/** Do the panes stand one below the other? */
export function stacked(): boolean {
  return window.matchMedia(STACKED).matches;
}
