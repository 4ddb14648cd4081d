/** A page that stays open longer than its sign-in goes on under the next one, if it is the same person's. */

const DESK = "[data-draft-key]";
const FIELD = 'input[name="csrf_token"]';

/** The server did not take the security token, or knows nobody behind it. */
const STALE = [400, 401];

/** Take over the security token of this page as the server would show it now; empty where it is not this reader's. */
async function renew(): Promise<string> {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const owner = (root: ParentNode): string => root.querySelector<HTMLElement>(DESK)?.dataset["draftKey"] ?? "";
  const token = page.querySelector<HTMLInputElement>(FIELD)?.value ?? "";
  if (token === "" || owner(page) === "" || owner(page) !== owner(document)) return "";
  for (const field of document.querySelectorAll<HTMLInputElement>(FIELD)) field.value = token;
  return token;
}

/** The token that this page sends along. */
export function pass(): string {
  return document.querySelector<HTMLInputElement>(FIELD)?.value ?? "";
}

/** Send something; where only the token was stale, send it once more with a fresh one. */
export async function withPass(send: (token: string) => Promise<Response>): Promise<Response> {
  const answer = await send(pass());
  if (!STALE.includes(answer.status)) return answer;
  const token = await renew();
  return token === "" ? answer : send(token);
}
