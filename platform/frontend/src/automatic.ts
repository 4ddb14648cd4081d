/** Runs the public checks when typing pauses, if the reader wants that and the text says something new. */
import { need } from "./page";

const PAUSE_MS = 700;

export interface AutomaticListener {
  /** What the text says to Python; undefined while it is incomplete. */
  shape(): string | undefined;
  /** False where it cannot begin now; it is tried again after the next pause. */
  begin(): boolean;
  onIncomplete(): void;
}

export class AutomaticRuns {
  private readonly box: HTMLInputElement;
  private timer: number | undefined;
  private last: string | undefined;

  constructor(
    root: ParentNode,
    private readonly listener: AutomaticListener,
    private readonly remember: (on: boolean) => void,
  ) {
    this.box = need(root, "[data-run-on-pause]");
    this.box.addEventListener("change", () => {
      this.remember(this.box.checked);
      this.changed();
    });
  }

  /** The text has changed. */
  changed(): void {
    window.clearTimeout(this.timer);
    if (this.box.checked) this.timer = window.setTimeout(() => this.pause(), PAUSE_MS);
  }

  /** The text as it is has been handed in; until it says something else there is nothing to run. */
  ran(): void {
    this.last = this.listener.shape();
    window.clearTimeout(this.timer);
  }

  private pause(): void {
    const shape = this.listener.shape();
    if (shape === undefined) this.listener.onIncomplete();
    else if (shape !== this.last && this.listener.begin()) this.last = shape;
    else if (shape !== this.last) this.changed();
  }
}
