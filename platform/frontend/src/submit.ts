/** Hands a form in without leaving the page. One press makes one submission: the token in the form names it. */

import { type Quota, showQuota } from "./quota";

export interface Accepted {
  id: number | string;
  url: string;
  events_url: string;
  status_url: string;
  stop_url: string;
  quota?: Quota;
}

/** The server said no, in words meant for the student; nothing was lost. */
export class Refused extends Error {}

function freshToken(): string {
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

/** Post the form with a mode (`run` or `submit`); repeats of one token answer with the same submission. */
export async function handIn(form: HTMLFormElement, mode: string, fallback: string): Promise<Accepted> {
  const body = new FormData(form);
  body.set("mode", mode);
  let answer: Response;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    throw new Refused(fallback);
  }
  if (!answer.ok) throw new Refused(await refusal(answer, fallback));
  const accepted = (await answer.json()) as Accepted;
  showQuota(accepted.quota);
  return accepted;
}
