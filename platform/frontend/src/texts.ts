/** The student's text in its editors: where it is kept, which other texts there are, and what a report says of it. */
import type { EditorView } from "@codemirror/view";
import { remarksIn, showRemarks } from "./diagnostics";
import { Drafts, type DraftState } from "./drafts";
import { goToLine, openEditor, type Preferences, replaceText, type Sheet } from "./editor";
import { say, styleNonce } from "./page";
import { open } from "./restore";
import { shapeOf } from "./shape";
import { type Files, same, Shelf } from "./shelf";
import { makeTabs } from "./tabs";
import { type Version, Versions } from "./versions";

export interface TextListener {
  onChange(): void;
  onRun(): void;
  onSubmit(): void;
}

const STATES: Record<DraftState, string> = {
  saved: "saved",
  savedHere: "savedHere",
  nowhere: "savedNowhere",
  signedOut: "savedSignedOut",
  conflict: "savedHere",
};

export class Texts {
  readonly drafts: Drafts;
  private readonly areas: HTMLTextAreaElement[];
  private readonly views: EditorView[];
  private readonly sheets = new Map<string, Sheet>();
  private readonly shelf: Shelf;
  private readonly versions: Versions;
  private theirs: { version: Version; revision: string } | undefined;

  constructor(
    private readonly desk: HTMLElement,
    private readonly form: HTMLFormElement,
    private readonly preferences: Preferences,
    private readonly phrases: Record<string, string>,
    private readonly listener: TextListener,
    private readonly note: (words: string) => void,
  ) {
    this.areas = [...form.querySelectorAll<HTMLTextAreaElement>("textarea[data-source]")];
    this.shelf = new Shelf(desk.dataset["draftKey"] ?? location.pathname);
    this.drafts = this.makeDrafts();
    this.versions = new Versions(form, {
      onShow: (version) => this.show(version),
      onDiscard: (version) => this.discard(version),
    });
    this.views = this.areas.map((area) => this.openEditor(area));
    this.addTabs();
    this.restore();
  }

  /** The text of every file. */
  files(): Files {
    return Object.fromEntries(this.areas.map((area) => [area.dataset["source"] ?? "", area.value]));
  }

  /** Is it still what the server had put on the desk? */
  untouched(): boolean {
    return this.areas.every((area) => area.value === area.defaultValue);
  }

  /** What all of it says to Python; undefined while a file is incomplete. */
  shape(): string | undefined {
    const shapes = this.views.map((view) => shapeOf(view.state));
    return shapes.includes(undefined) ? undefined : shapes.join("\n");
  }

  /** Put another text in the place of this one, which stays within reach. */
  replace(files: Files, origin: Version["origin"] = "here"): void {
    const now = this.files();
    if (same(now, files)) return;
    const kept = { id: this.shelf.newId(), files: now, at: this.drafts.now(), base: this.drafts.base };
    this.shelf.put(kept);
    this.put(files);
    this.versions.offer({ id: kept.id, files: now, at: kept.at, origin });
  }

  /** Show at their lines what a report says, where it speaks of this very text. */
  remark(root: ParentNode, fits: boolean): void {
    const found = remarksIn(root);
    for (const [name, { view }] of this.sheets) showRemarks(view, (fits ? found.get(name) : undefined) ?? []);
  }

  /** Go to a line of a file; false where there is no such file. */
  goTo(file: string, line: number): boolean {
    const sheet = this.sheets.get(file);
    if (sheet === undefined) return false;
    sheet.show();
    goToLine(sheet.view, line);
    return true;
  }

  private openEditor(area: HTMLTextAreaElement): EditorView {
    const name = area.dataset["source"] ?? "";
    return openEditor(area, {
      name,
      nonce: styleNonce(),
      label: say("editorLabel", { name }),
      describedBy: "editor-leave",
      phrases: this.phrases,
      preferences: this.preferences,
      onChange: () => this.changed(),
      onRun: () => this.listener.onRun(),
      onSubmit: () => this.listener.onSubmit(),
      onTabFreed: () => this.note(say("tabLeaves")),
    });
  }

  private addTabs(): void {
    const panels = this.areas.map((area) => area.closest<HTMLElement>(".source") ?? area);
    const list = this.form.querySelector<HTMLElement>("[data-files]");
    const show = makeTabs(list, panels, say("files"), (index) => this.views[index]?.requestMeasure());
    this.views.forEach((view, index) => {
      this.sheets.set(this.areas[index]?.dataset["source"] ?? "", { view, show: () => show(index) });
    });
  }

  private makeDrafts(): Drafts {
    const { draftUrl = "", revision = "", now = "0" } = this.desk.dataset;
    const clock = Number(now) - Date.now() / 1000;
    return new Drafts(this.shelf, { url: draftUrl, revision, clock }, {
      onState: (state) => this.note(say(STATES[state])),
      onConflict: ({ revision: newer, at, files }) => {
        this.theirs = { version: { files, at, origin: "server" }, revision: newer };
        this.versions.tell(say("conflict"));
        this.versions.offer(this.theirs.version);
      },
    });
  }

  private restore(): void {
    const { revision = "", savedAt = "0", keep } = this.desk.dataset;
    const served = { files: this.files(), revision, at: Number(savedAt), refused: keep !== undefined };
    const { show, others, told } = open(this.shelf, served, this.drafts.now());
    if (show) {
      this.put(show.files);
      this.shelf.drop(show.id);
    }
    for (const version of others) this.versions.offer(version);
    if (told && others.length > 0) this.versions.tell(say(told));
    else if (told) this.note(say(told));
  }

  private put(files: Files): void {
    this.views.forEach((view, index) => {
      const text = files[this.areas[index]?.dataset["source"] ?? ""];
      if (text !== undefined && text !== this.areas[index]?.value) replaceText(view, text);
    });
  }

  private changed(): void {
    this.note("");
    this.drafts.note(this.files());
    this.listener.onChange();
  }

  private show(version: Version): void {
    this.replace(version.files);
    this.chosen(version);
  }

  private discard(version: Version): void {
    this.chosen(version);
  }

  /** A text was taken or thrown away; where another page had saved it, this page may save again. */
  private chosen(version: Version): void {
    if (version.id !== undefined) this.shelf.drop(version.id);
    if (version !== this.theirs?.version) return;
    const { revision } = this.theirs;
    this.theirs = undefined;
    this.drafts.settle(revision, this.files());
  }
}
