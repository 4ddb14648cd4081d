/** Other texts of the same exercise than the one on the desk: which they are, and one press to have one of them. */
import { keepingFocus } from "./focus";
import { need, say } from "./page";
import type { Files } from "./shelf";

/** Where a text comes from: another page by way of the server, this browser, or from before starting over. */
export type Origin = "server" | "here" | "reset";

export interface Version {
  files: Files;
  at: number;
  origin: Origin;
  /** Where it lies on the shelf, if it does. */
  id?: string;
}

export interface VersionListener {
  onShow(version: Version): void;
  onDiscard(version: Version): void;
}

const WORDS: Record<Origin, string> = { server: "versionServer", here: "versionHere", reset: "versionReset" };

function moment(seconds: number): string {
  const options = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", options).format(new Date(seconds * 1000));
}

export class Versions {
  private readonly region: HTMLElement;
  private readonly list: HTMLElement;

  constructor(
    root: ParentNode,
    private readonly listener: VersionListener,
  ) {
    this.region = need(root, "[data-versions]");
    this.list = need(this.region, "[data-versions-list]");
  }

  /** Say what is shown now. */
  tell(words: string): void {
    need(this.region, "[data-versions-told]").textContent = words;
  }

  /** Offer a text. */
  offer(version: Version): void {
    const blank = need<HTMLTemplateElement>(document, "#version-blank");
    const item = need<HTMLElement>(blank.content.cloneNode(true) as DocumentFragment, "li");
    need(item, "[data-version-text]").textContent = say(WORDS[version.origin], { time: moment(version.at) });
    const choose = (selector: string, act: (chosen: Version) => void): void => {
      need(item, selector).addEventListener("click", () => {
        keepingFocus(this.region.closest<HTMLElement>("section[id]") ?? this.region, () => {
          item.remove();
          this.refresh();
          act(version);
        });
      });
    };
    choose("[data-version-show]", (chosen) => this.listener.onShow(chosen));
    choose("[data-version-drop]", (chosen) => this.listener.onDiscard(chosen));
    this.list.append(item);
    this.refresh();
  }

  private refresh(): void {
    this.region.hidden = this.list.childElementCount === 0;
    if (this.region.hidden) this.tell("");
  }
}
