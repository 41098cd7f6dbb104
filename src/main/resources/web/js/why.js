// Why an image has its rank: what each class and each instance contributes.

import { get, pathOf, Problem } from './api.js';
import { byId, el, facts, text } from './dom.js';
import { colorOf } from './colors.js';
import { drawing, pictureUrl } from './drawing.js';
import { clip, count, figure, fixed, percent, plural, rate as asRate } from './format.js';
import { instanceTable } from './instances.js';
import { on, set, store } from './store.js';

const DRAWN_CLASSES = 20;
let request = null;

export function startWhy() {
  const dialog = byId('why');
  dialog.addEventListener('close', () => {
    request?.abort();
    set('image', { image: null, annotation: null });
  });
  dialog.addEventListener('click', (event) => {
    // A click on the dialog itself is one beside its content.
    if (event.target === dialog) dialog.close();
  });
  on('image', () => {
    if (store.image === null) {
      if (dialog.open) dialog.close();
    } else {
      open(dialog);
    }
  });
  on('dataset', () => {
    if (store.image !== null) open(dialog);
  });
  if (store.image !== null && store.dataset) open(dialog);
}

async function open(dialog) {
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  const { image, dataset } = store;
  const body = el('div', { class: 'body' }, el('p', { class: 'hint', role: 'status' }, 'Loading'));
  const title = el('h2', { id: 'why-title', tabindex: '-1' }, clip(image, 120));
  title.title = image;
  const close = el('button', { type: 'button', class: 'close', onclick: () => dialog.close() }, 'Close');
  dialog.replaceChildren(el('div', { class: 'sheet' }, el('div', { class: 'head' }, title, close), body));
  if (!dialog.open) dialog.showModal();
  title.focus({ preventScroll: true });
  try {
    const answer = await get(pathOf(dataset, `/images?id=${encodeURIComponent(image)}`), signal);
    if (!signal.aborted) draw(body, answer);
  } catch (error) {
    if (signal.aborted) return;
    const words = error instanceof Problem ? `${error.message}. ${error.hint}` : 'The server does not answer.';
    const retry = el('button', { type: 'button', onclick: () => open(dialog) }, 'Try again');
    body.replaceChildren(el('p', { class: 'problem', role: 'alert' }, words), retry);
  }
}

function draw(body, answer) {
  const list = el('dl', { class: 'facts wide' });
  const ranked = answer.rank !== null && answer.rank !== undefined;
  facts(list, [
    ['Rank', ranked ? `${count(answer.rank)} of ${count(answer.of)}` : 'unranked: it scores 0'],
    ['Percentile', percent(answer.percentile), 'Rank / ranked images: small is high'],
    ['Score', figure(answer.score)],
    ['Instances', count(answer.instances)],
    ['Size', answer.width ? `${count(answer.width)} × ${count(answer.height)} px` : '–'],
    ['Epoch', count(answer.epoch)],
  ]);
  const picture = drawing(answer, answer.details, {
    aspect: shapeOf(answer),
    label: `Outlines of ${plural(answer.details.length, 'instance')}`,
  });
  picture.classList.add('large');
  const table = instanceTable(answer, picture, store.annotation);
  body.replaceChildren(
    list,
    keptAt(answer.kept ?? {}),
    el('div', { class: 'split' }, el('div', { class: 'stick' }, picture, source(answer)), el('div', {}, classBars(answer), table)),
  );
}

/** The image's own proportions, within reason. */
function shapeOf({ width, height }) {
  return width > 0 && height > 0 ? Math.min(2, Math.max(0.75, width / height)) : 4 / 3;
}

function keptAt(kept) {
  const marks = Object.entries(kept).map(([value, is]) =>
    el('li', { class: is ? 'is' : 'not' }, `${asRate(Number(value))} ${is ? 'kept' : 'dropped'}`));
  return el('div', { class: 'keptat' }, el('span', { id: 'why-kept' }, 'At prune rate'), el('ul', { 'aria-labelledby': 'why-kept' }, ...marks));
}

function source(answer) {
  const url = pictureUrl(answer.url);
  const name = answer.fileName ? el('span', {}, clip(answer.fileName, 80)) : null;
  const link = url ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, 'Open the picture') : null;
  return el('p', { class: 'hint spread' }, name, link);
}

/** Contributions per class as bars; the longest fills the width. */
function classBars({ classes, score }) {
  const most = Math.max(...classes.map((row) => row.contribution), Number.MIN_VALUE);
  const rows = classes.slice(0, DRAWN_CLASSES).map((row) => {
    const bar = el('span', { class: 'fill' });
    bar.style.width = `${(row.contribution / most) * 100}%`;
    bar.style.background = colorOf(row.class);
    const name = el('th', { scope: 'row', title: row.class }, clip(row.class, 40));
    return el('tr', {},
      name,
      el('td', { class: 'bars' }, el('span', { class: 'track', 'aria-hidden': 'true' }, bar)),
      el('td', {}, percent(row.share)),
      el('td', { title: `${fixed(row.siScsSum, 3)} of the class's ${figure(row.classSum)}` }, figure(row.contribution)),
      el('td', { class: 'wide' }, count(row.instances)));
  });
  const rest = classes.length > DRAWN_CLASSES ? el('p', { class: 'hint' }, `${count(classes.length - DRAWN_CLASSES)} more classes`) : null;
  const head = ['Class', 'Contribution', 'Share', 'CB-SCS'].map((name) => el('th', { scope: 'col' }, name));
  head.push(el('th', { scope: 'col', class: 'wide' }, 'Instances'));
  const words = el('p', { class: 'hint' }, '');
  text(words, score > 0 ? `The score ${figure(score)} is the sum of what its classes contribute.` : 'It has no instance that scores.');
  return el('section', { 'aria-labelledby': 'why-classes' },
    el('h3', { id: 'why-classes' }, 'By class'), words,
    el('table', { class: 'grid why' }, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows)), rest);
}
