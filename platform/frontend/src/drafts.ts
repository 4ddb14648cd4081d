/** Keeps unsent text safe: at once in this browser, a moment later on the server where it takes drafts. */

export type Files = Record<string, string>;

interface Kept {
  files: Files;
  /** Whether the server has this text too. */
  saved: boolean;
}

const PAUSE_MS = 1200;

export class Drafts {
  private timer: number | undefined;

  constructor(
    private readonly key: string,
    private readonly url: string | undefined,
    private readonly csrfToken: string,
    private readonly onSaved: (onServer: boolean) => void,
  ) {}

  /** Text that never reached the server, if this browser holds any. */
  unsaved(): Files | undefined {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null") as Kept | null;
      return kept !== null && !kept.saved ? kept.files : undefined;
    } catch {
      return undefined;
    }
  }

  /** Note a change; the server hears of it when the typing pauses. */
  note(files: Files): void {
    this.keep({ files, saved: false });
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(files), PAUSE_MS);
  }

  /** The server has this text by another way, such as a submission. */
  settle(files: Files): void {
    window.clearTimeout(this.timer);
    this.keep({ files, saved: true });
  }

  private async save(files: Files): Promise<void> {
    if (!this.url) {
      this.onSaved(false);
      return;
    }
    try {
      const answer = await fetch(this.url, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrfToken },
        body: JSON.stringify({ files }),
        keepalive: true,
      });
      if (answer.ok) this.keep({ files, saved: true });
      this.onSaved(answer.ok);
    } catch {
      this.onSaved(false);
    }
  }

  private keep(kept: Kept): void {
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // A full or forbidden store: the server copy still stands.
    }
  }
}
