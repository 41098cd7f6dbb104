// Which dataset, and what to do when there is none.

import { byId, el, show } from './dom.js';
import { clip, plural } from './format.js';
import { on, set, store } from './store.js';

let listed = '';
let missed = 0;

export function startChooser() {
  const select = byId('dataset');
  select.addEventListener('change', () => choose(select.value));
  on('datasets', () => {
    list(select);
    const names = store.datasets.map((one) => one.dataset);
    const known = names.includes(store.dataset);
    const settled = store.view?.phase === 'live';
    // Not all are known while a server that was started anew reads; so what is gone must be missed twice.
    missed = known || !settled ? 0 : missed + 1;
    if (missed > 1 && store.epoch) {
      started = false;
      set('epoch', { epoch: null, epochs: [] });
      set('prune', { prune: null });
    }
    // A dataset that the address names may come later: it is only replaced when nothing is known of it.
    if (!store.dataset || (!known && names.length && !store.epoch && settled)) choose(largest());
    else if (!started && known) choose(store.dataset);
    empty();
  });
  on('dataset', () => list(select));
  on('view', empty);
  on('server', empty);
}

let started = false;

function choose(name) {
  if (!name) return;
  const again = started && name === store.dataset;
  if (again) return;
  started = true;
  if (store.dataset === name) {
    store.dataset = null;
    set('dataset', { dataset: name });
  } else {
    // An image that is open belongs to the dataset before.
    if (store.dataset) set('image', { image: null, annotation: null });
    set('dataset', { dataset: name, offset: 0 });
  }
}

const largest = () => [...store.datasets].sort((a, b) => b.images - a.images)[0]?.dataset;

/** The list is only touched when it changed, so that an open one stays open. */
function list(select) {
  const names = store.datasets.map((one) => one.dataset);
  const wanted = JSON.stringify(names);
  if (wanted !== listed) {
    listed = wanted;
    select.replaceChildren(...names.map((name) => el('option', { value: name }, clip(name))));
    if (!names.length) select.append(el('option', {}, 'none yet'));
    select.disabled = names.length === 0;
  }
  if (store.dataset) select.value = store.dataset;
}

function empty() {
  const { datasets, view, server } = store;
  const none = !store.epoch && !datasets.some((one) => one.dataset === store.dataset);
  show(byId('panels'), !none);
  show(document.querySelector('.top nav'), !none);
  show(byId('empty'), none && (view !== null || !server.up));
  if (!none) return;
  const box = byId('empty');
  const reading = view?.phase === 'reading';
  const title = !server.up ? 'No answer yet' : reading ? 'Reading' : 'No dataset yet';
  const looks = reading ? `${title} ${view.behindRecords}` : title;
  if (box.dataset.looks === looks) return;
  box.dataset.looks = looks;
  const heading = el('h2', { id: 'empty-title' }, title);
  if (!server.up) box.replaceChildren(heading, el('p', {}, 'The server does not answer. This page tries again by itself.'));
  else if (reading) box.replaceChildren(heading, el('p', {}, `What is in the topics is being read: ${plural(view.behindRecords, 'record')} to go.`));
  else box.replaceChildren(heading, ...howTo());
}

function howTo() {
  const code = (words) => el('pre', {}, el('code', {}, words));
  return [
    el('p', {}, 'A dataset appears here with its first annotation. There are three ways to begin.'),
    el('h3', {}, 'Load an annotation file'),
    code('./annorank load annotations.json --dataset NAME'),
    el('h3', {}, 'Send events, one a line'),
    code(`curl --data-binary @events.ndjson \\\n  -H 'Content-Type: application/x-ndjson' \\\n  ${location.origin}/v1/events`),
    el('p', {}, 'A line of the file:'),
    code('{"type":"annotation.upserted","dataset":"NAME","image":{"id":"82","width":640,"height":480},"annotation":{"id":1,"category":"cup","segmentation":[[10,10,90,10,90,80]]}}'),
    el('h3', {}, 'Or watch a simulated labeling session'),
    code('./annorank demo'),
    el('p', { class: 'hint' }, 'This page needs no reload.'),
  ];
}
