/** Hands a form in without leaving the page. One press makes one submission: the token in the form names it. */

import { withPass } from "./pass";
import { type Quota, showQuota } from "./quota";

export interface Accepted {
  id: number | string;
  url: string;
  events_url: string;
  status_url: string;
  stop_url: string;
  /** Of the draft, where it holds what was handed in. */
  revision?: string;
  quota?: Quota;
}

/** The server said no, in words meant for the student; nothing was lost. */
export class Refused extends Error {}

/** Nobody knows whether it arrived; sent again with the same token it makes one submission in any case. */
export class Lost extends Error {}

/** What stands between this server and the browser says so with these. */
const IN_BETWEEN = [502, 504];
const PATIENCE_MS = 20_000;

/** A name for one submission. */
export function freshToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Name the next submission, once the last one has its verdict or its text has changed. */
export function renewToken(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('input[name="token"]');
  if (field) field.value = freshToken();
}

async function refusal(answer: Response, fallback: string): Promise<string> {
  const type = answer.headers.get("Content-Type") ?? "";
  if (!type.includes("json")) return fallback;
  const body = (await answer.json()) as { error?: string; quota?: Quota };
  showQuota(body.quota);
  return body.error ?? fallback;
}

/** Post what a form holds; repeats of one token answer with the same submission. */
export async function handIn(url: string, body: FormData, fallback: string): Promise<Accepted> {
  let answer: Response;
  let accepted: Accepted;
  try {
    answer = await withPass((token) => {
      body.set("csrf_token", token);
      const signal = AbortSignal.timeout(PATIENCE_MS);
      return fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, signal });
    });
    if (IN_BETWEEN.includes(answer.status)) throw new Lost(fallback);
    if (!answer.ok) throw new Refused(await refusal(answer, fallback));
    accepted = (await answer.json()) as Accepted;
  } catch (problem) {
    throw problem instanceof Refused ? problem : new Lost(fallback);
  }
  showQuota(accepted.quota);
  return accepted;
}
