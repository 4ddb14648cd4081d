/** An ordering gets buttons that move an option up or down; its selects stay what is handed in. */

interface Line {
  item: HTMLElement;
  select: HTMLSelectElement;
  name: string;
}

/** The text of the option a place holds; empty where it holds none. */
function held(select: HTMLSelectElement): string {
  return select.value === "" ? "" : (select.selectedOptions[0]?.textContent ?? "").trim();
}

/** Let two places change what they hold, and say where the moved option stands now. */
function swap(lines: Line[], from: number, to: number, say: (text: string) => void, moved: string): void {
  const one = lines[from];
  const other = lines[to];
  if (one === undefined || other === undefined) return;
  [one.select.value, other.select.value] = [other.select.value, one.select.value];
  const option = held(other.select);
  if (option !== "") say(moved.replace("{option}", option).replace("{place}", other.name));
}

function button(words: string, sign: string, label: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button answer-line__move";
  made.textContent = sign;
  made.title = words;
  made.setAttribute("aria-label", `${words}: ${label}`);
  return made;
}

/** Add the buttons to each place of one ordering. */
function enhance(fieldset: HTMLElement): void {
  const { up = "", down = "", moved = "" } = fieldset.dataset;
  delete fieldset.dataset["ordering"];
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  const lines: Line[] = [...fieldset.querySelectorAll<HTMLElement>(".answer-line")].flatMap((item) => {
    const select = item.querySelector("select");
    const name = item.querySelector("label")?.textContent?.trim() ?? "";
    return select === null ? [] : [{ item, select, name }];
  });
  const buttons = lines.map(({ name }) => ({ up: button(up, "↑", name), down: button(down, "↓", name) }));
  lines.forEach(({ select }, place) => {
    const own = buttons[place];
    if (own === undefined) return;
    const move = (to: number, way: "up" | "down"): void => {
      swap(lines, place, to, (text) => (status.textContent = text), moved);
      // The option takes the keyboard along, so that the same key moves it on; at the end, the way back.
      const target = buttons[to]?.[way];
      (target?.disabled ? buttons[to]?.[way === "up" ? "down" : "up"] : target)?.focus();
    };
    own.up.disabled = place === 0;
    own.down.disabled = place === lines.length - 1;
    own.up.addEventListener("click", () => move(place - 1, "up"));
    own.down.addEventListener("click", () => move(place + 1, "down"));
    select.after(own.up, own.down);
  });
  fieldset.append(status);
}

function enhanceAll(): void {
  for (const fieldset of document.querySelectorAll<HTMLElement>("[data-ordering]")) enhance(fieldset);
}

enhanceAll();
// A question that was still being made when the page came.
document.addEventListener("refreshed", enhanceAll);
