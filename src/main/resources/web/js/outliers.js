// Instances that are likely labeling errors, drawn close up.

import { get, pathOf } from './api.js';
import { byId, el, isBeingRead, reconcile, show, text } from './dom.js';
import { drawing } from './drawing.js';
import { clip, count, fixed, measure } from './format.js';
import { section } from './refresh.js';
import { on, set, store } from './store.js';

const ASKED = 120;
const STEP = 12;
const KINDS = ['self-crossing', 'jagged', 'speck'];

let items = [];
let drawn = STEP;
let kind = 'all';

export function startOutliers() {
  const cards = byId('outliers-cards');
  section('outliers', 8000, async (signal) => {
    const answer = await get(pathOf(store.dataset, `/outliers?limit=${ASKED}`), signal);
    if (signal.aborted) return;
    items = answer.items;
    draw();
  }, () => cards.children.length > 0 && (isBeingRead(cards) || byId('why').open));
  byId('outliers-kinds').append(...['all', ...KINDS].map((name) =>
    el('button', { type: 'button', class: 'chip', value: name, 'aria-pressed': String(name === kind), onclick: () => choose(name) }, name)));
  byId('outliers-more').addEventListener('click', () => {
    drawn += STEP;
    draw();
  });
  cards.addEventListener('click', (event) => {
    const card = event.target.closest('button.card');
    if (card) set('image', { image: card.image, annotation: card.annotation });
  });
  on('dataset', () => {
    items = [];
    drawn = STEP;
    cards.replaceChildren();
  });
}

function choose(name) {
  kind = name;
  drawn = STEP;
  for (const chip of byId('outliers-kinds').children) chip.setAttribute('aria-pressed', String(chip.value === kind));
  draw();
}

function draw() {
  const wanted = items.filter((item) => kind === 'all' || item.kind === kind);
  for (const chip of byId('outliers-kinds').children) {
    const number = chip.value === 'all' ? items.length : items.filter((item) => item.kind === chip.value).length;
    text(chip, `${chip.value === 'all' ? 'All' : chip.value} ${count(number)}`);
  }
  const shown = wanted.slice(0, drawn);
  reconcile(byId('outliers-cards'), shown, (item) => JSON.stringify(item), make);
  const left = wanted.length - shown.length;
  show(byId('outliers-more'), left > 0);
  text(byId('outliers-more'), `Show ${count(Math.min(STEP, left))} more`);
  text(byId('outliers-rest'), wanted.length ? '' : 'None found.');
}

function make(item) {
  const outline = { annotation: item.annotation, class: item.class, outline: item.outline };
  const button = el('button', { type: 'button', class: 'card', title: `Annotation ${item.annotation} of image ${item.image}` },
    drawing(item, [outline], { zoom: true }),
    el('span', { class: 'row' }, el('b', {}, item.kind)),
    el('span', { class: 'reason' }, clip(item.why, 120)),
    el('span', { class: 'name', title: item.image }, clip(item.image, 80)),
    el('span', { class: 'row small' }, el('span', { class: 'ellipsis' }, clip(item.class, 40))),
    el('span', { class: 'row small' }, el('span', {}, `SI-SCS ${fixed(item.siScs, 2)}`), el('span', {}, `${measure(item.areaPx2)} px²`)));
  button.image = item.image;
  button.annotation = item.annotation;
  return el('li', {}, button);
}
