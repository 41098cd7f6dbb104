// When a section asks anew: if something changed, it is in sight, nobody reads in it, and not too often.

import { Problem } from './api.js';
import { byId, show, text } from './dom.js';
import { on, store } from './store.js';

const sections = [];
/** Ids of the sections in sight. */
const inSight = new Set();
const RETRY_MS = 3000;

/**
 * A section that shows an answer of the server.
 * @param id of its element
 * @param everyMs asks no more often than that
 * @param load asks and shows; gets a signal that ends the request
 * @param held whether a reader must not be disturbed now
 * @param users ids of other sections that show the answer too: it is asked for while one of them is in sight
 */
export function section(id, everyMs, load, held = () => false, users = []) {
  const part = { node: byId(id), everyMs, load, held, users: [id, ...users], stale: true, busy: null, last: -Infinity };
  watcher.observe(part.node);
  sections.push(part);
  return {
    /** Something changed: show it when it is time. */
    stale: () => { part.stale = true; },
    /** Somebody asked: show it now. */
    now: () => { stop(part); part.last = -Infinity; part.stale = true; run(part, true); },
  };
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) inSight.add(entry.target.id);
    else inSight.delete(entry.target.id);
  }
  tick();
}, { rootMargin: '300px' });

function stop(part) {
  part.busy?.abort();
  part.busy = null;
}

async function run(part, asked) {
  if (!store.dataset || part.busy || (!asked && part.held())) return;
  const busy = new AbortController();
  part.busy = busy;
  part.stale = false;
  part.last = performance.now();
  try {
    await part.load(busy.signal);
    if (!busy.signal.aborted) problem(part, null);
  } catch (error) {
    if (busy.signal.aborted) return;
    part.stale = true;
    part.last = performance.now() + RETRY_MS - part.everyMs;
    problem(part, error);
  } finally {
    if (part.busy === busy) part.busy = null;
  }
}

/** A refusal is shown in its section; a server that is away is told of once, on top of the page. */
function problem(part, error) {
  const line = part.node.querySelector('.problem');
  if (!line) return;
  const refused = error instanceof Problem && error.status !== 503 && error.status !== 429;
  show(line, refused);
  text(line, refused ? `This could not be loaded: ${error.message}. ${error.hint}` : '');
  if (error && !(error instanceof Problem) && error.name !== 'TypeError' && error.name !== 'TimeoutError') {
    console.warn(error);
  }
}

function tick() {
  if (document.hidden || !store.server.up) return;
  const time = performance.now();
  for (const part of sections) {
    const seen = part.users.some((id) => inSight.has(id));
    if (part.stale && seen && time - part.last >= part.everyMs) run(part, false);
  }
}

on('dataset', () => {
  for (const part of sections) {
    stop(part);
    part.stale = true;
    part.last = -Infinity;
  }
  tick();
});
on('epoch', () => sections.forEach((part) => { part.stale = true; }));
on('server', tick);
document.addEventListener('visibilitychange', tick);
setInterval(tick, 250);
