// The ranking as drawings: top, bottom, and around the cutoff of the prune rate.

import { get, pathOf } from './api.js';
import { byId, el, isBeingRead, reconcile, show, text } from './dom.js';
import { drawing } from './drawing.js';
import { clip, count, figure, percent, plural, rate as asRate } from './format.js';
import { section } from './refresh.js';
import { on, set, store } from './store.js';

const PAGE = 24;
let ranked = 0;
let asked = false;

/** Offers a newer ranking; a button that goes does not take the focus along. */
function offer(is) {
  const button = byId('ranking-fresh');
  if (!is && document.activeElement === button) byId('ranking-title').focus({ preventScroll: true });
  show(button, is);
}

/** Where the page begins, counted from its end of the ranking. */
function place() {
  if (store.order !== 'cutoff') return { end: store.order, offset: store.offset };
  const kept = store.prune?.kept ?? 0;
  // The cutoff is a page's middle; paging goes on from there.
  return { end: 'top', offset: store.offset || Math.max(0, kept - PAGE / 2) };
}

export function startRanking() {
  const cards = byId('ranking-cards');
  const held = () => {
    const reading = !asked && cards.children.length > 0 && (isBeingRead(cards) || byId('why').open);
    offer(reading);
    return reading;
  };
  const part = section('ranking', 2000, async (signal) => {
    const { dataset } = store;
    if (store.order === 'cutoff' && !store.prune) await waitForPrune(signal);
    const { end, offset } = place();
    const answer = await get(pathOf(dataset, `/ranking?order=${end}&offset=${offset}&limit=${PAGE}&include=outlines`), signal);
    if (signal.aborted || (!asked && held())) return;
    asked = false;
    offer(false);
    draw(answer);
    // There are fewer images than there were, or than the address says: what is there is the last page.
    if (!answer.items.length && store.offset > 0) go(store.order, Math.max(0, Math.floor((ranked - 1) / PAGE) * PAGE));
  }, held);
  const fresh = () => {
    asked = true;
    part.now();
  };
  const go = (order, offset) => {
    if (order === store.order && offset === store.offset) fresh();
    else set('order', { order, offset: Math.max(0, offset) });
  };
  document.querySelectorAll('input[name=order]').forEach((radio) => {
    radio.addEventListener('change', () => go(radio.value, 0));
  });
  byId('ranking-back').addEventListener('click', () => go(movable(), Math.max(0, place().offset - PAGE)));
  byId('ranking-next').addEventListener('click', () => go(movable(), place().offset + PAGE));
  byId('ranking-fresh').addEventListener('click', fresh);
  byId('ranking-goto').addEventListener('submit', (event) => {
    event.preventDefault();
    const rank = Number.parseInt(byId('ranking-rank').value, 10);
    if (rank > 0) go('top', Math.min(rank, ranked || rank) - 1);
  });
  on('order', () => {
    choose();
    fresh();
  });
  on('dataset', () => {
    cards.replaceChildren();
    choose();
  });
  on('prune', () => {
    mark(cards);
    if (store.order === 'cutoff' && !store.offset) part.stale();
  });
  on('rate', () => {
    if (store.order === 'cutoff') set('order', { offset: 0 });
  });
  cards.addEventListener('click', (event) => {
    const card = event.target.closest('button.card');
    if (card) set('image', { image: card.image });
  });
  choose();
}

/** Paging away from the cutoff's page to the very top is paging from the top. */
const movable = () => (store.order === 'cutoff' ? 'top' : store.order);

function waitForPrune(signal) {
  return new Promise((resolve, reject) => {
    on('prune', () => store.prune && resolve());
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

function choose() {
  for (const radio of document.querySelectorAll('input[name=order]')) radio.checked = radio.value === store.order;
}

function draw(answer) {
  ({ ranked } = answer);
  const { items, offset, epoch } = answer;
  reconcile(byId('ranking-cards'), items, (item) => item.image, make, update);
  mark(byId('ranking-cards'));
  byId('ranking-back').disabled = offset === 0;
  byId('ranking-next').disabled = offset + PAGE >= ranked;
  byId('ranking-rank').max = String(Math.max(1, ranked));
  const ranks = items.map((item) => item.rank);
  text(
    byId('ranking-range'),
    items.length ? `Ranks ${count(ranks[0])} to ${count(ranks.at(-1))} of ${count(ranked)}` : `None of ${count(ranked)}`,
  );
  text(byId('ranking-hint'), `${plural(ranked, 'ranked image')} as of epoch ${count(epoch)}. Open one to see why it has its rank.`);
}

function make(item) {
  const button = el('button', { type: 'button', class: 'card' });
  const node = el('li', {}, button);
  button.image = item.image;
  update(node, item);
  return node;
}

/** Draws a card anew only where its outlines changed; its figures in place. */
function update(node, item) {
  const button = node.firstChild;
  const looks = JSON.stringify([item.width, item.height, item.url, item.outlines]);
  if (node.looks !== looks) {
    node.looks = looks;
    button.replaceChildren(
      drawing(item, item.outlines ?? []),
      el('span', { class: 'row' }, el('b', { class: 'rank' }), el('span', { class: 'kept' })),
      el('span', { class: 'name', title: item.image }, clip(item.image, 80)),
      el('span', { class: 'row small' }, el('span', {}, 'score'), el('span', { class: 'score' })),
      el('span', { class: 'row small' }, el('span', { class: 'noun' }), el('span', { class: 'number' })),
    );
  }
  node.rank = item.rank;
  text(button.querySelector('.rank'), `#${count(item.rank)}`);
  text(button.querySelector('.score'), figure(item.score));
  text(button.querySelector('.number'), count(item.instances));
  text(button.querySelector('.noun'), item.instances === 1 ? 'instance' : 'instances');
  button.title = `Rank ${count(item.rank)}, top ${percent(item.percentile)}`;
}

/** Which cards are kept at the slider's rate, and where the cutoff runs. */
function mark(cards) {
  const { prune } = store;
  if (!prune) return;
  for (const node of cards.children) {
    const kept = node.rank <= prune.kept;
    text(node.querySelector('.kept'), kept ? 'kept' : 'dropped');
    node.classList.toggle('dropped', !kept);
    const last = node.rank === prune.kept && prune.dropped > 0;
    node.classList.toggle('cutoff', last);
    if (last) node.setAttribute('data-cutoff', `cutoff at ${asRate(prune.pruneRate)}`);
    else node.removeAttribute('data-cutoff');
  }
}
