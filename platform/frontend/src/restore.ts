/** Which text lies on the desk when the page opens: the server's or this browser's, whichever is newer. */
import { type Files, type Kept, same, type Shelf } from "./shelf";
import type { Version } from "./versions";

export interface Opening {
  /** The text to put on the desk instead of the server's. */
  show: Kept | undefined;
  /** The texts to offer beside it. */
  others: Version[];
  /** Which sentence tells what is shown; empty where there is nothing to tell. */
  told: "" | "shownHere" | "shownServer";
}

export interface Served {
  files: Files;
  revision: string;
  at: number;
  /** The server shows what was sent just now and refused; nothing takes its place. */
  refused: boolean;
}

function asVersion({ id, files, at }: Kept): Version {
  return { id, files, at, origin: "here" };
}

/** Decide, and lose neither: what is not shown is offered. */
export function open(shelf: Shelf, served: Served, now: number): Opening {
  const kept = shelf.all(now).filter((each) => {
    if (!same(each.files, served.files)) return true;
    shelf.drop(each.id);
    return false;
  });
  const [newest, ...older] = kept;
  if (newest === undefined) return { show: undefined, others: [], told: "" };
  if (served.refused || (newest.at < served.at && newest.base !== served.revision)) {
    return { show: undefined, others: kept.map(asVersion), told: "shownServer" };
  }
  if (served.revision === "") return { show: newest, others: older.map(asVersion), told: "shownHere" };
  const onServer: Version = { files: served.files, at: served.at || now, origin: "server" };
  // What the shown text grew out of is one undo away; anything else must not be lost when it is saved over.
  if (newest.base !== served.revision) {
    onServer.id = shelf.newId();
    shelf.put({ id: onServer.id, files: served.files, at: onServer.at, base: served.revision });
  }
  return { show: newest, others: [onServer, ...older.map(asVersion)], told: "shownHere" };
}
