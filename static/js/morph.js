// Making a part of the page what a fresh answer says, in place: what did not change stays, with its focus.

/** All that is inside of an element; its own attributes stay. */
export function morph(old, fresh) {
  const mine = [...old.childNodes];
  const wanted = [...fresh.childNodes];
  wanted.forEach((node, place) => settle(old, mine[place], node));
  for (const node of mine.slice(wanted.length)) node.remove();
}

function settle(parent, mine, node) {
  if (!mine) parent.append(node);
  else if (mine.nodeName !== node.nodeName) mine.replaceWith(node);
  else if (mine.isEqualNode(node)) return;
  else if (mine instanceof Element && node instanceof Element) {
    attributes(mine, node);
    morph(mine, node);
  }
  else mine.nodeValue = node.nodeValue;
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !own(old, name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (!own(old, name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
}

/** What a person, not the server, decides: how large something is, whether it is open, and the focus. */
function own(element, name) {
  return name === "style" || (name === "open" && element.nodeName === "DETAILS") || (name === "tabindex" && element === document.activeElement);
}
