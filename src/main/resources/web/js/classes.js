// The classes: how many instances, which share of the score, and what the prune rate leaves of each.

import { get, pathOf } from './api.js';
import { byId, el, facts, isBeingRead, reconcile, show, text } from './dom.js';
import { colorOf, nameClasses } from './colors.js';
import { clip, count, figure, fixed, percent, plural, rate as asRate } from './format.js';
import { starvation } from './prune.js';
import { section } from './refresh.js';
import { on, store } from './store.js';

const FIRST = 12;
const MOST = 200;
const COLUMNS = [
  ['Class'],
  ['Instances'],
  ['Images', 'Images that hold an instance of the class', 'wide'],
  ['Of instances', 'Share of all instances'],
  ['Of SI-SCS', 'Share of the sum of SI-SCS over all instances', 'wide'],
  ['Of score', 'Share of all images\' scores: the same for each class by construction', 'wide'],
  ['Mean SI-SCS', 'Mean scale-invariant shape complexity; 1 is a disc', 'wide'],
  ['Kept', 'Share of the class\'s instances in kept images; the mark is what the rate would leave of an even pruning'],
];

let answer = null;
let drawn = FIRST;
let body = null;

export function startClasses() {
  body = el('tbody');
  const head = COLUMNS.map(([name, title, kind]) => el('th', { scope: 'col', title, class: kind }, name));
  byId('classes-table').append(
    el('caption', { class: 'unseen' }, 'Classes of the dataset'), el('thead', {}, el('tr', {}, ...head)), body);
  const part = section('classes', 2000, async (signal) => {
    const got = await get(pathOf(store.dataset, '/classes'), signal);
    if (signal.aborted) return;
    answer = got;
    nameClasses(answer.classes.slice(0, MOST).map((row) => row.class));
    draw(true);
  });
  byId('classes-more').addEventListener('click', () => {
    drawn = drawn < MOST ? MOST : FIRST;
    draw();
  });
  byId('classes-sort').addEventListener('change', () => draw());
  on('prune', () => draw(true));
  on('dataset', () => {
    answer = null;
    drawn = FIRST;
    body.replaceChildren();
  });
  return part;
}

/** @param calm whether rows must stay where they are while somebody reads them */
function draw(calm = false) {
  if (!answer) return;
  const { classes, imbalance } = answer;
  const { gini, effectiveClasses, maxMinRatio } = imbalance;
  facts(byId('classes-facts'), [
    ['Classes', count(classes.length)],
    ['Gini of instances', fixed(gini, 3), '0: all classes have as many instances; towards 1: one has nearly all'],
    ['Effective classes', fixed(effectiveClasses, 1), 'exp of the entropy of the shares: so many equally frequent classes would be as diverse'],
    ['Largest / smallest', maxMinRatio >= 10 ? `${count(maxMinRatio)} : 1` : `${fixed(maxMinRatio, 1)} : 1`],
  ]);
  const scored = classes.filter((row) => row.scoreShare > 0);
  text(byId('classes-hint'), scored.length
    ? `Balanced by construction: each class that has a shape holds ${percent(scored[0].scoreShare)} of all scores.`
    : 'No class has a scored instance yet.');
  const kept = new Map((store.prune?.classes ?? []).map((row) => [row.class, row]));
  const rows = classes.map((row) => ({ ...row, kept: kept.get(row.class) }));
  const most = Math.max(1, ...classes.map((row) => row.instances));
  const shown = calm && isBeingRead(body) ? inPlace(rows) : sorted(rows).slice(0, drawn);
  reconcile(body, shown, (row) => row.class, (row) => update(make(row), row, most), (node, row) => update(node, row, most));
  const limit = Math.min(classes.length, MOST);
  show(byId('classes-more'), classes.length > FIRST);
  text(byId('classes-more'), drawn < limit ? `Show ${count(limit - FIRST)} more` : 'Show fewer');
  const rest = classes.length - MOST;
  text(byId('classes-rest'), rest > 0 && drawn >= MOST ? `${plural(rest, 'more class', 'more classes')} not drawn; all are at ${pathOf(store.dataset, '/classes')}` : '');
}

/** The rows as they stand, with new figures. */
function inPlace(rows) {
  const byName = new Map(rows.map((row) => [row.class, row]));
  return [...body.children].map((node) => byName.get(node.key)).filter(Boolean);
}

function sorted(rows) {
  switch (byId('classes-sort').value) {
    case 'kept':
      return rows.sort((a, b) => (a.kept?.keptFraction ?? 1) - (b.kept?.keptFraction ?? 1) || b.instances - a.instances);
    case 'name':
      return rows.sort((a, b) => a.class.localeCompare(b.class));
    default:
      return rows;
  }
}

function make(row) {
  const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.background = colorOf(row.class);
  const cells = COLUMNS.slice(1).map(([, , kind]) => el('td', { class: kind }));
  cells[0].append(el('span', { class: 'track', 'aria-hidden': 'true' }, el('span', { class: 'fill' })), el('span', { class: 'figure' }));
  cells[6].append(
    el('span', { class: 'track', 'aria-hidden': 'true' }, el('span', { class: 'fill' }), el('span', { class: 'mark' })),
    el('span', { class: 'figure' }), el('span', { class: 'flag' }));
  return el('tr', {}, el('th', { scope: 'row', title: row.class }, el('span', { class: 'clip' }, swatch, clip(row.class, 60))), ...cells);
}

function update(node, row, most) {
  const cells = node.children;
  width(cells[1].querySelector('.fill'), row.instances / most);
  text(cells[1].querySelector('.figure'), count(row.instances));
  [count(row.images), percent(row.share), percent(row.siScsShare), percent(row.scoreShare), figure(row.siScsMean)]
    .forEach((value, i) => text(cells[i + 2], value));
  const { kept } = row;
  const flag = kept ? starvation(kept, store.prune.pruneRate) : null;
  width(cells[7].querySelector('.fill'), kept?.keptFraction ?? 0);
  cells[7].querySelector('.mark').style.left = `${(1 - store.rate) * 100}%`;
  text(cells[7].querySelector('.figure'), kept ? percent(kept.keptFraction) : '–');
  text(cells[7].querySelector('.flag'), flag ?? '');
  cells[7].title = kept ? `${count(kept.keptInstances)} of ${plural(kept.instances, 'instance')} kept at ${asRate(store.prune.pruneRate)}` : '';
  node.classList.toggle('starved', flag !== null);
  return node;
}

function width(node, share) {
  const value = `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
  if (node.style.width !== value) node.style.width = value;
}
