// What the page knows and what is chosen; parts listen for changes.

const bus = new EventTarget();

export const store = {
  datasets: [],
  dataset: null,
  /** Last epoch known of the chosen dataset, as the topic has it. */
  epoch: null,
  /** Epochs known, oldest first. */
  epochs: [],
  /** How the server stands to Kafka. */
  view: null,
  /** Whether the server answers, and since when not. */
  server: { up: true, since: null },
  /** Milliseconds that the server's clock is ahead of this one's. */
  skewMs: 0,
  rate: 0.3,
  order: 'top',
  offset: 0,
  image: null,
  /** Answer about the prune rate, null until it is here. */
  prune: null,
};

const MAX_EPOCHS = 600;

/** Listens for 'datasets', 'dataset', 'epoch', 'view', 'server', 'rate', 'prune', 'order' or 'image'. */
export const on = (type, listener) => bus.addEventListener(type, listener);
export const tell = (type) => bus.dispatchEvent(new Event(type));

/** Changes fields and tells those concerned; nothing happens where nothing is new. */
export function set(type, fields) {
  const changed = Object.entries(fields).some(([key, value]) => store[key] !== value);
  if (changed) {
    Object.assign(store, fields);
    tell(type);
  }
}

/** Adds an epoch that came in; an older one than the last is dropped. */
export function addEpoch(epoch) {
  if (!epoch || epoch.dataset !== store.dataset) return;
  const last = store.epochs.at(-1);
  // A number below the last one means that the ranking was begun anew.
  if (last && epoch.epoch === last.epoch) return;
  if (last && epoch.epoch < last.epoch) store.epochs = [];
  store.epochs.push(epoch);
  if (store.epochs.length > MAX_EPOCHS) store.epochs.splice(0, store.epochs.length - MAX_EPOCHS);
  store.epoch = epoch;
  tell('epoch');
}

/** This moment by the server's clock. */
export const now = () => Date.now() + store.skewMs;

/** Events applied a second over the ten seconds up to now. */
export function eventsPerSecond() {
  const from = now() - 10_000;
  const last = store.epochs.at(-1);
  if (!last) return undefined;
  let before = null;
  for (const epoch of store.epochs) if (Date.parse(epoch.at) <= from) before = epoch;
  const first = before ?? store.epochs[0];
  if (first === last) return 0;
  const seconds = before ? 10 : (Date.parse(last.at) - Date.parse(first.at)) / 1000;
  return Math.max(0, last.totals.applied - first.totals.applied) / Math.max(1, seconds);
}
