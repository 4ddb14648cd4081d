/**
 * Follows one grading. Events come as a server-sent stream, which resumes by its last id; where the stream cannot
 * be held (a proxy, too many tabs) the same rows are polled. Every event may arrive twice: listeners set, never add.
 */

export const KINDS = ["waiting", "started", "check", "live", "verdict"] as const;
export type Kind = (typeof KINDS)[number];

export interface GradingEvent {
  kind: Kind;
  data: Record<string, unknown>;
}

export interface Followed {
  eventsUrl: string;
  statusUrl: string;
}

export interface Listener {
  onEvent(event: GradingEvent): void;
  /** The verdict is stored; nothing more will come. */
  onDone(): void;
  /** The connection is lost (true) or back (false). */
  onSilence(lost: boolean): void;
}

interface Status {
  state: string;
  events: { id: number; kind: Kind; data: Record<string, unknown> }[];
}

const POLL_MS = 700;
const POLL_SLOW_MS = 4000;
const STREAM_FAILURES = 3;

class Follower {
  private lastId = 0;
  private failures = 0;
  private source: EventSource | undefined;
  private timer: number | undefined;
  private over = false;

  constructor(
    private readonly followed: Followed,
    private readonly listener: Listener,
  ) {
    if ("EventSource" in window && followed.eventsUrl) this.listen();
    else this.poll();
  }

  stop(): void {
    this.over = true;
    this.source?.close();
    window.clearTimeout(this.timer);
  }

  private listen(): void {
    const source = new EventSource(this.followed.eventsUrl);
    this.source = source;
    for (const kind of KINDS) {
      source.addEventListener(kind, (message: MessageEvent<string>) => {
        this.failures = 0;
        this.receive(Number(message.lastEventId), kind, JSON.parse(message.data) as Record<string, unknown>);
      });
    }
    source.addEventListener("error", () => {
      this.failures += 1;
      if (source.readyState !== EventSource.CLOSED && this.failures < STREAM_FAILURES) return;
      source.close();
      if (!this.over) this.poll();
    });
  }

  private receive(id: number, kind: Kind, data: Record<string, unknown>): void {
    if (this.over) return;
    this.lastId = Math.max(this.lastId, id || 0);
    this.listener.onSilence(false);
    this.listener.onEvent({ kind, data });
    if (kind === "verdict") this.finish();
  }

  private finish(): void {
    if (this.over) return;
    this.stop();
    this.listener.onDone();
  }

  private poll(): void {
    void this.ask().then(
      () => this.again(POLL_MS),
      () => {
        this.listener.onSilence(true);
        this.again(POLL_SLOW_MS);
      },
    );
  }

  private again(delay: number): void {
    if (!this.over) this.timer = window.setTimeout(() => this.poll(), delay);
  }

  private async ask(): Promise<void> {
    const url = new URL(this.followed.statusUrl, location.href);
    url.searchParams.set("after", String(this.lastId));
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const status = (await answer.json()) as Status;
    for (const event of status.events) this.receive(event.id, event.kind, event.data);
    if (status.state === "done") this.finish();
  }
}

/** Follow a grading until its verdict; the answer ends the following early. */
export function follow(followed: Followed, listener: Listener): () => void {
  const follower = new Follower(followed, listener);
  return () => follower.stop();
}
