// The stream of changes. It is opened anew by itself; what came in while nobody looked is not lost, only not drawn.

import { get, pathOf, serverIs } from './api.js';
import { addEpoch, on, set, store, tell } from './store.js';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
const HEARTBEAT_MS = 15_000;
const EMPTY_HEARTBEAT_MS = 2000;
const EPOCHS = 300;

let source = null;
let waitMs = FIRST_WAIT_MS;
let timer = 0;
let lastBeat = 0;
/** The epoch shown at a heartbeat that knew of another one, else null. */
let behindAt = null;

function open() {
  close();
  const dataset = store.dataset;
  if (!dataset || document.hidden) return;
  source = new EventSource(pathOf(dataset, '/changes'));
  source.addEventListener('open', () => {
    waitMs = FIRST_WAIT_MS;
    serverIs(true);
  });
  source.addEventListener('epoch', (event) => addEpoch(parsed(event)));
  source.addEventListener('state', (event) => {
    const view = parsed(event);
    if (view) set('view', { view });
  });
  source.addEventListener('error', again);
}

function parsed(event) {
  try {
    return JSON.parse(event.data);
  } catch {
    return null;
  }
}

function close() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

/** The stream ended: ask whether the server is there, and open it again after a while that grows. */
function again() {
  close();
  timer = setTimeout(async () => {
    await heartbeat();
    if (store.server.up) await loadHistory();
    open();
  }, waitMs);
  waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  heartbeat();
}

/** The datasets there are, and how the server stands to Kafka. Also tells whether the server is there at all. */
export async function heartbeat() {
  lastBeat = performance.now();
  try {
    const { datasets, view } = await get('/v1/datasets');
    store.datasets = datasets;
    if (view) set('view', { view });
    tell('datasets');
    if (isStalled()) again();
  } catch {
    // What could be said of it is in the state.
  }
}

/** Whether the stream is open and yet brought nothing new since the last heartbeat, though there was: it is dead. */
function isStalled() {
  const known = store.datasets.find((one) => one.dataset === store.dataset)?.epoch;
  const shown = store.epoch?.epoch;
  const behind = source !== null && known !== undefined && known !== shown;
  const stalled = behind && behindAt === shown;
  behindAt = behind && !stalled ? shown : null;
  return stalled;
}

/** Epochs that came before this page, or while it was cut off. */
async function loadHistory() {
  const dataset = store.dataset;
  try {
    const { epochs } = await get(pathOf(dataset, `/epochs?last=${EPOCHS}`));
    if (dataset !== store.dataset || !epochs.length) return;
    const last = epochs.at(-1);
    store.epochs = [...epochs, ...store.epochs.filter((epoch) => epoch.epoch > last.epoch)];
    store.epoch = store.epochs.at(-1);
    tell('epoch');
  } catch {
    // The stream brings the newest in any case.
  }
}

/** Follows whatever dataset is chosen. */
export function follow() {
  on('dataset', async () => {
    store.epochs = [];
    store.epoch = null;
    close();
    tell('epoch');
    await loadHistory();
    open();
  });
  const back = async () => {
    // A browser has six connections to a server for all its tabs: one that nobody sees leaves its own to the others.
    if (document.hidden) {
      close();
      return;
    }
    heartbeat();
    if (store.dataset && !source) {
      waitMs = FIRST_WAIT_MS;
      clearTimeout(timer);
      await loadHistory();
      open();
    }
  };
  addEventListener('online', back);
  document.addEventListener('visibilitychange', back);
  setInterval(() => {
    const everyMs = store.epoch ? HEARTBEAT_MS : EMPTY_HEARTBEAT_MS;
    if (!document.hidden && performance.now() - lastBeat >= everyMs) heartbeat();
  }, 1000);
}
