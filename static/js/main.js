// The page: each change of the form asks the server anew, and the answer's parts take the place of the old ones.

import { address, alike, touched } from "./address.js";
import { announcer } from "./announcer.js";
import { answers } from "./answers.js";
import { clipboard } from "./clipboard.js";
import { completion } from "./completion.js";
import { connection } from "./connection.js";
import { descent } from "./descent.js";
import { editor } from "./editor.js";
import { all, delegate, follow, named, on, one } from "./elements.js";
import { figure, suited } from "./figure.js";
import { gates } from "./gates.js";
import { grids } from "./grids.js";
import { past, place } from "./history.js";
import { inputs } from "./inputs.js";
import { landscape } from "./landscape.js";
import { links } from "./links.js";
import { menus } from "./menus.js";
import { numbers } from "./numbers.js";
import { part, regions, replace } from "./parts.js";
import { patience } from "./patience.js";
import { places } from "./places.js";
import { present } from "./present.js";
import { press } from "./press.js";
import { products } from "./products.js";
import { quiz } from "./quiz.js";
import { reopen } from "./reopen.js";
import { merge, refuses, replace as exchange } from "./rows.js";
import { share } from "./share.js";
import { steps } from "./steps.js";
import { study } from "./study.js";
import { downloads, taking } from "./taking.js";
import { undo } from "./undo.js";
import { zoom } from "./zoom.js";

const [form, sheet, results, program, training, dialog, region] = named("form", "sheet", "main", "program", "descent", "share", "announcer");
const [offers, lost, presenter] = named("offers", "lost", "present");
const mistakes = part("mistakes");
const values = part("inputs");
const announce = announcer(region);
// A slow line brings the script after a person has begun.
const begun = touched(form);
let amiss = false;

function show(page, { returning, current }) {
  const fresh = part("inputs", page);
  moving.drop();
  if (!current()) {
    // What a person did since is not undone: they see what follows from the text as it was.
    if (!returning && one(page, ".figure .scroller")) replace(page, regions(page, "[data-result]"));
    return drawn();
  }
  if (fresh && !returning && refuses(values, fresh)) return asking.now();
  const wrong = all(page, '[data-region="mistakes"] li');
  line.found();
  const told = [...wrong, ...all(values, ".fault")].map((item) => item.textContent.replace(/\s+/g, " ").trim());
  if (told.length || amiss) announce(told.join(" ") || "The figure is up to date.");
  amiss = told.length > 0;
  document.title = page.title;
  if (returning) restore(page, fresh, wrong.length > 0);
  replace(page);
  descending.take(page, returning);
  drawn(returning);
  if (!returning) {
    // Values of inputs that are gone are gone from the address, too.
    if (fresh && wrong.length === 0 && merge(values, fresh)) asking.now();
    visited.keep(address(form), wrong.length === 0);
  }
  undoing.answered(returning);
  typed.answered();
  text.judge();
}

const drawn = (returning) => cards.forEach((card) => card.refresh(returning));

/** A slider moves: numbers at once, and all the rest when it stands. */
function move() {
  asking.rest();
  moving.ask();
}

function restore(page, fresh, mistaken) {
  const { value } = page.getElementById("program");
  if (program.value !== value) program.value = value;
  replace(page, ["options"]);
  // Of a text with a mistake nobody knows the inputs: those of the last one stay where they say the same.
  if (fresh && !(mistaken && alike(address(form), place()))) exchange(values, fresh);
}

// It takes the keys that it knows before the editor does.
completion(offers, program);

const asking = answers({
  current: () => address(form),
  asks: (wanted) => visited.asked(wanted),
  show: patience(show, () => text.line()),
  busy: (busy) => line.busy(busy),
  lost: (status) => line.lost(status),
  suited,
  free: press(document),
});
const line = connection(results, lost, () => asking.now());
const text = editor(one(form, ".editor"), mistakes, asking.soon);
const moving = numbers(results, values, () => suited(address(form)), { shown: () => filled.forEach((card) => card.refresh()), otherwise: asking.now });
const typed = inputs(values, { ...asking, moving: move }, text);
grids(values);
const visited = past(begun ? "" : address(form));
const drawing = one(results, ".drawing");

landscape(training, values);
const kept = () => visited.keep(address(form), true);
const descending = descent(training, {
  ask: asking.now,
  numbers: move,
  put: moving.put,
  stream: () => suited(address(form)).replace("/?", "/descent?"),
  moved: kept,
});
const walk = steps(results, {
  ask: asking.now,
  further: descending.further,
  onward: descending.onward,
  moved: kept,
  lines: text.light,
  announce,
});

/** What numbers alone change, too. */
const filled = [walk, gates(sheet, asking.now, walk.walking), products(sheet), descending];
/** What stands around the figure, each told after every answer. A new one is a line here. */
const cards = [
  figure(drawing, asking.now),
  zoom(drawing),
  ...filled,
  links(results, text, walk.lines),
];
study(results, asking.now);
quiz(results, () => address(form), asking.now);
present(presenter, drawing, walk);

function go(place) {
  visited.keep(place, true);
  asking.past(place);
}

const undoing = undo(form, program, text.put, go);
follow(document, "[data-here]", ({ pathname, search }) => go(pathname + search));
visited.returning(asking.past);
places(document.body, text);
menus();
const fresh = taking(asking.newest);
const shared = share(dialog, announce, fresh);
const ready = async (element) => {
  await fresh(element);
  await shared();
};
clipboard(document.body, announce, ready);
downloads(document, ready);
reopen(form, (message) => {
  announce(message);
  mistakes.textContent = message;
});
on(form, "submit", (event) => {
  event.preventDefault();
  asking.now();
});
delegate(results, "change", ".options", asking.now);
document.body.classList.remove("loading");
if (begun) asking.now();
