// A slider that is about to move is answered beforehand: numbers are fetched for the places around the pointer, or its thumb,
// so that a drag shows them in the frame in which it asks.

import { all, on } from "./elements.js";
import { controls } from "./fields.js";

/** So many labels and places are asked for at once, as a long answer keeps a hand waiting; so many places are kept. */
const [LABELS, PLACES, KEPT] = [400, 8, 600];
/** Before a hand takes hold, so many labels' worth of places are asked for, by so many questions at once. */
const [WORTH, BOTH] = [10_000, 2];

export function ahead(inputs, current) {
  const known = new Map();
  let slider = null;
  let name = "";
  let pointer = NaN;
  let open = 0;
  /** Of what there is nothing more to ask. */
  let complete = "";

  /** Queries of the places nearest to the thumb that are not known yet. */
  function wanted(thumb, held) {
    const rest = without(current(), name);
    if (rest === complete) return [];
    const [step, low, high] = [thumb.step, thumb.min, thumb.max].map(Number);
    const ghost = thumb.cloneNode();
    if (!held && pointer) {
      const { left, width } = thumb.getBoundingClientRect();
      ghost.value = low + ((high - low) * (pointer - left)) / width;
    }
    const here = Number(held ? thumb.value : ghost.value);
    const labels = all(document, "#figure [data-mark]").length;
    const most = Math.min(PLACES, Math.ceil(LABELS / labels));
    const reach = Math.min(held ? Infinity : WORTH / labels, (2 * (high - low)) / step);
    const found = [];
    for (let apart = 0; found.length < most && Math.abs(apart) <= reach; apart = apart > 0 ? -apart : 1 - apart) {
      const place = here + step * apart;
      ghost.value = place;
      if (low <= place && place <= high && !known.has(rest + ghost.value)) found.push(rest + ghost.value);
    }
    if (!found.length && held) complete = rest;
    return found;
  }

  async function ask() {
    const held = slider?.matches(":active");
    const queries = slider?.isConnected && open < (held ? 1 : BOTH) ? wanted(slider, held) : [];
    if (!queries.length) return;
    open += 1;
    for (const query of queries) known.set(query, undefined);
    // The server's other process learns the program, too; once a hand has taken hold, it is free for the rest.
    setTimeout(ask);
    try {
      const answer = await fetch(current().replace(/\?.*/, "numbers"), { method: "POST", body: queries.join("\n") });
      const { pages, outlines } = await answer.json();
      queries.forEach((query, index) => known.set(query, { ...pages[index], outlines }));
      for (const query of [...known.keys()].slice(0, -KEPT)) known.delete(query);
    } catch {
      // Then each place is asked for when it is reached.
      for (const query of queries) known.delete(query);
      slider = null;
    }
    open -= 1;
    if (slider?.matches(":hover, :active")) setTimeout(ask);
  }

  on(inputs, "pointerover pointermove focusin input", ({ target, clientX }) => {
    if (target.type !== "range") return;
    slider = target;
    pointer = clientX ?? NaN;
    name = controls(target.closest("li")).field.name;
    setTimeout(ask);
  });
  return (address) => known.get(without(address, name) + (new URLSearchParams(address).get(name) ?? ""));
}

function without(address, name) {
  const query = new URLSearchParams(address.split("?")[1]);
  query.delete(name);
  query.append(name, "");
  return String(query).replaceAll("+", "%20");
}
