/**
 * Keeps unsent text safe: at once in this browser, a moment later on the server. Each saving names the revision that
 * it grew out of; where another page has saved since, the server refuses, and nothing is saved there until the
 * student has chosen between the two texts.
 */
import { pass, withPass } from "./pass";
import { type Files, same, Shelf } from "./shelf";

export interface ServerDraft {
  revision: string;
  at: number;
  files: Files;
}

export type DraftState = "saved" | "savedHere" | "nowhere" | "signedOut" | "conflict";

export interface DraftListener {
  onState(state: DraftState): void;
  /** Another page has saved other text. */
  onConflict(theirs: ServerDraft): void;
}

export interface DraftPlace {
  url: string;
  revision: string;
  /** The server's clock minus this machine's, in seconds. */
  clock: number;
}

const PAUSE_MS = 1200;
const RETRY_MS = 10_000;
/** What the server will not keep later either, it is not asked again. */
const NEVER = [403, 404, 413, 422];
/** Browsers send no more than this with a page that is going. */
const PARTING_BYTES = 60_000;

export class Drafts {
  readonly id: string;
  private timer: number | undefined;
  private unsaved: Files | undefined;
  private saving: Promise<void> | undefined;
  private quiet = false;
  private held = false;
  /** Does this browser keep what the server has not got? */
  private here = true;
  private revision: string;

  constructor(
    private readonly shelf: Shelf,
    private readonly place: DraftPlace,
    private readonly listener: DraftListener,
  ) {
    this.id = shelf.newId();
    this.revision = place.revision;
    window.addEventListener("beforeunload", (event) => {
      if (this.unsaved !== undefined && !this.here) event.preventDefault();
    });
    window.addEventListener("pagehide", () => this.part());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.save();
    });
    window.addEventListener("online", () => void this.save());
  }

  /** The revision of the draft that the text on this page grew out of. */
  get base(): string {
    return this.revision;
  }

  /** The present moment by the server's clock. */
  now(): number {
    return Date.now() / 1000 + this.place.clock;
  }

  /** Note a change; the server hears of it when the typing pauses. */
  note(files: Files): void {
    this.unsaved = files;
    this.here = this.shelf.put({ id: this.id, files, at: this.now(), base: this.revision });
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE_MS);
  }

  /** The student has chosen: what this page shows takes the place of what another page has saved. */
  settle(revision: string, files: Files): void {
    this.held = false;
    this.revision = revision;
    this.note(files);
    void this.save();
  }

  /** Hand something in that is a draft too, while no saving crosses it; `revision` tells what came of it. */
  async during<T extends { revision?: string }>(handIn: () => Promise<T>): Promise<T> {
    this.quiet = true;
    try {
      await this.saving;
      const answer = await handIn();
      if (answer.revision && !this.held) this.revision = answer.revision;
      return answer;
    } finally {
      this.quiet = false;
      void this.save();
    }
  }

  /** Save what is not saved yet. */
  async save(): Promise<void> {
    window.clearTimeout(this.timer);
    const files = this.unsaved;
    if (files === undefined || this.saving || this.quiet) return;
    if (this.held) {
      this.listener.onState("conflict");
      return;
    }
    this.saving = this.attempt(files);
    await this.saving;
    this.saving = undefined;
    if (this.unsaved !== undefined && !same(this.unsaved, files)) this.note(this.unsaved);
  }

  private async attempt(files: Files): Promise<void> {
    try {
      const state = await this.send(files);
      if (state) this.listener.onState(state);
    } catch {
      this.keptHere();
      this.later();
    }
  }

  /** The server has not got it; say who has. */
  private keptHere(signedOut = false): void {
    if (!this.here) this.listener.onState("nowhere");
    else this.listener.onState(signedOut ? "signedOut" : "savedHere");
  }

  private later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), RETRY_MS);
  }

  /** Save once; undefined where the answer has been dealt with. */
  private async send(files: Files): Promise<DraftState | undefined> {
    const answer = await withPass((token) => fetch(this.place.url, this.request(files, token)));
    if (answer.status === 409) {
      this.held = true;
      this.listener.onConflict((await answer.json()) as ServerDraft);
      return "conflict";
    }
    if (!answer.ok) {
      this.keptHere(answer.status === 401);
      if (!NEVER.includes(answer.status)) this.later();
      return undefined;
    }
    this.revision = ((await answer.json()) as ServerDraft).revision;
    if (this.unsaved === undefined || !same(this.unsaved, files)) return undefined;
    this.unsaved = undefined;
    this.shelf.drop(this.id);
    return "saved";
  }

  /** The page is going: say the last word without waiting for an answer. This browser keeps it in any case. */
  private part(): void {
    if (this.unsaved === undefined || this.held || this.saving) return;
    const request = this.request(this.unsaved, pass());
    if (String(request.body).length < PARTING_BYTES) void fetch(this.place.url, { ...request, keepalive: true });
  }

  private request(files: Files, token: string): RequestInit {
    return {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ files, base: this.revision }),
    };
  }
}
