// What is chosen, in the address: a copied link shows the same.

import { on, set, store } from './store.js';

let following = false;
const ORDERS = ['top', 'cutoff', 'bottom'];

function read() {
  const chosen = new URLSearchParams(location.hash.slice(1));
  const rate = Number.parseFloat(chosen.get('rate'));
  const offset = Number.parseInt(chosen.get('offset'), 10);
  return {
    dataset: chosen.get('dataset'),
    rate: rate >= 0 && rate < 1 ? rate : store.rate,
    order: ORDERS.includes(chosen.get('order')) ? chosen.get('order') : 'top',
    offset: offset > 0 ? offset : 0,
    image: chosen.get('image'),
  };
}

function written() {
  const chosen = new URLSearchParams();
  if (store.dataset) chosen.set('dataset', store.dataset);
  chosen.set('rate', String(store.rate));
  chosen.set('order', store.order);
  if (store.offset) chosen.set('offset', String(store.offset));
  if (store.image !== null) chosen.set('image', store.image);
  return `#${chosen}`;
}

function write(push) {
  const wanted = written();
  if (following || location.hash === wanted) return;
  if (push) history.pushState({ opened: true }, '', wanted);
  else history.replaceState(history.state, '', wanted);
}

/** Takes over what the address says, and from then on keeps it up to date. */
export function followAddress() {
  Object.assign(store, read());
  on('rate', () => write(false));
  on('order', () => write(false));
  on('dataset', () => write(false));
  // The way back closes an opened image, and closing it is the way back: the history does not grow with each one.
  on('image', () => {
    if (!following && store.image === null && history.state?.opened && read().image !== null) history.back();
    else write(store.image !== null && read().image !== store.image);
  });
  addEventListener('popstate', () => {
    const { dataset, rate, order, offset, image } = read();
    // Half of it taken over is nothing to write down.
    following = true;
    if (dataset) set('dataset', { dataset });
    set('rate', { rate });
    set('order', { order, offset });
    set('image', { image });
    following = false;
    write(false);
  });
}
