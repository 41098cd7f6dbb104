// Requests to the server. The browser keeps answers by their ETag, so that an unchanged one costs little.

import { set, store } from './store.js';

const PATIENCE_MS = 15_000;

/** What the server answered instead: problem details (RFC 9457). */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `the server answered ${status}`);
    this.status = status;
    this.hint = problem.hint || '';
  }
}

/** Path of the chosen dataset. */
export const pathOf = (dataset, rest = '') => `/v1/datasets/${encodeURIComponent(dataset)}${rest}`;

/**
 * Asks for JSON.
 * @throws Problem if the server refused; an AbortError if the signal said so; anything else means that it is away
 */
export async function get(path, signal) {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  let response;
  try {
    response = await fetch(path, {
      headers: { Accept: 'application/json' },
      cache: 'no-cache',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (error) {
    if (!signal?.aborted) serverIs(false);
    throw error;
  }
  noteClock(response.headers.get('Date'));
  if (!response.ok) {
    serverIs(response.status < 502 || response.headers.get('Content-Type')?.includes('problem+json'));
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  serverIs(true);
  return response.json();
}

/** Notes whether the server answers; keeps the moment since which it does not. */
export function serverIs(up) {
  if (store.server.up !== up) set('server', { server: { up, since: up ? null : new Date() } });
}

/** Ages are told by the server's clock; its header is exact to a second, so that small differences mean nothing. */
function noteClock(date) {
  const skewMs = date ? Date.parse(date) - Date.now() : Number.NaN;
  if (Number.isFinite(skewMs)) store.skewMs = Math.abs(skewMs) > 2500 ? skewMs : 0;
}
