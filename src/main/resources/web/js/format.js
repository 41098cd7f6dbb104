// Numbers and times as text, the same everywhere on the page.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit',
});

export const NONE = '–';

const known = (value) => typeof value === 'number' && Number.isFinite(value);

export const count = (value) => (known(value) ? whole.format(value) : NONE);

/** For an axis: 12K, 1.5M. */
export const short = (value) => (known(value) ? compact.format(value) : NONE);

export const plural = (value, one, many = one + 's') => `${count(value)} ${value === 1 ? one : many}`;

/** Four significant digits; very small and very large ones with an exponent. */
export function figure(value) {
  if (!known(value)) return NONE;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3) return value.toExponential(2).replace('e-', ' × 10^-').replace(/\^-(\d+)/, (_, n) => raised(n));
  if (size >= 1e3) return count(value);
  return value.toPrecision(4);
}

const raised = (digits) => '⁻' + [...digits].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[digit]).join('');

export const fixed = (value, digits = 2) => (known(value) ? value.toFixed(digits) : NONE);

/** A length or an area in pixels: whole, small ones to a tenth. */
export const measure = (value) => (known(value) && Math.abs(value) < 100 ? String(Math.round(value * 10) / 10) : count(value));

/** A share as percent: 12.3%, 0.04%. */
export function percent(share) {
  if (!known(share)) return NONE;
  const value = share * 100;
  if (value === 0 || value === 100) return `${value}%`;
  if (value < 0.01) return '<0.01%';
  return `${value.toFixed(value < 1 ? 2 : 1)}%`;
}

/** A prune rate: 0.3 is 30%, 0.125 is 12.5%. */
export const rate = (value) => `${Number((value * 100).toFixed(4))}%`;

/** Events a second. */
export const pace = (value) => (known(value) ? (value >= 10 ? count(value) : value.toFixed(1)) : NONE);

/** Length of a time in words of one unit. */
export function lapse(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

/** A time of today by the clock, an older one with its day. */
export function moment(date) {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) return NONE;
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : day.format(date);
}

/**
 * Characters that would change how what stands beside them is read, controls and turns of direction, or that nobody
 * sees. Joiners stay: scripts and emoji need them.
 */
const UNRULY = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Bounds and tames a text from outside; what is left out is in the element's title. */
export function clip(value, most = 60) {
  const letters = [...String(value).replace(UNRULY, '\ufffd')];
  return letters.length <= most ? letters.join('') : letters.slice(0, most - 1).join('') + '…';
}
