// Elements and text. Everything a server says is put in as text, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = (id) => document.getElementById(id);

/** Makes an element; children are elements or texts. Properties named on* are listeners, others attributes. */
export function el(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

export function svg(name, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children);
}

function fill(node, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Sets a text only where it is another: keeps a reader's selection, and screen readers quiet. */
export function text(node, value) {
  const wanted = String(value);
  if (node.textContent !== wanted) node.textContent = wanted;
}

/** Shows or hides a node. */
export function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

/**
 * Pairs of term and value in a description list; changes values in place.
 * @param rows arrays of [term, value, title?]
 */
export function facts(list, rows) {
  const known = [...list.children];
  rows.forEach(([term, value, title], i) => {
    let group = known[i];
    if (!group) {
      group = el('div', {}, el('dt'), el('dd'));
      list.append(group);
    }
    text(group.firstChild, term);
    text(group.lastChild, value);
    if (title && group.title !== title) group.title = title;
  });
  known.slice(rows.length).forEach((group) => group.remove());
}

/**
 * Makes a list's items the given ones, in their order, and keeps the nodes of those that stay.
 * @param key of an item
 * @param make an item to a node
 * @param update what a kept node needs, if anything
 */
export function reconcile(list, items, key, make, update = () => {}) {
  const old = new Map([...list.children].map((node) => [node.key, node]));
  let at = list.firstChild;
  for (const item of items) {
    const name = key(item);
    let node = old.get(name);
    old.delete(name);
    if (node) {
      update(node, item);
    } else {
      node = make(item);
      node.key = name;
    }
    if (node === at) at = at.nextSibling;
    else list.insertBefore(node, at);
  }
  old.forEach((node) => node.remove());
}

/** Whether somebody points at, has focus in, or has selected text of a node. */
export function isBeingRead(node) {
  const selection = document.getSelection();
  return (
    node.matches(':hover') ||
    node.contains(document.activeElement) ||
    (selection && !selection.isCollapsed && node.contains(selection.anchorNode))
  );
}

export const prefersStillness = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
