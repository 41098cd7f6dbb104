// Growth: images, instances, events a second and the time an epoch takes, over time.

import { axis, Plot } from './charts.js';
import { byId, text } from './dom.js';
import { count, lapse, moment, pace, plural, short } from './format.js';
import { section } from './refresh.js';
import { on, store } from './store.js';

const MAX_POINTS = 300;
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

const scales = (colors) => ({
  x: axis(colors, {
    type: 'linear',
    bounds: 'data',
    grid: { display: false },
    ticks: {
      maxTicksLimit: 4,
      includeBounds: false,
      callback(value) {
        const span = this.max - this.min;
        return (span > 600_000 ? minute : time).format(new Date(value));
      },
    },
  }),
  y: axis(colors, {
    grace: '5%',
    afterBuildTicks: (scale) => {
      // Nothing here is negative.
      scale.min = Math.max(0, scale.min);
      scale.ticks = scale.ticks.filter((tick) => tick.value >= 0);
    },
    ticks: { maxTicksLimit: 4, precision: 0, callback: (value) => short(value) },
  }),
});

/** Only what starts at 0 is filled: an area that is cut off would mislead. */
const look = (fill) => (colors) => ({
  borderColor: colors.accent,
  backgroundColor: colors.soft,
  pointBackgroundColor: colors.accent,
  borderWidth: 1.5,
  // A single epoch is a point, not a line.
  pointRadius: (context) => (context.dataset.data.length === 1 ? 3 : 0),
  pointHitRadius: 8,
  fill,
});

function plot(title, unit, format, floor) {
  return new Plot(byId('growth-charts'), {
    title,
    kind: 'line',
    columns: ['Time', unit],
    look: look(floor === 0),
    scales: (colors) => {
      const all = scales(colors);
      if (floor !== undefined) all.y.min = floor;
      return all;
    },
    more: () => ({ parsing: false, plugins: tooltip(format) }),
  });
}

const tooltip = (format) => ({
  legend: { display: false },
  tooltip: {
    displayColors: false,
    callbacks: {
      title: (items) => (items.length ? moment(new Date(items[0].parsed.x)) : ''),
      label: (item) => format(item.parsed.y),
    },
  },
});

/** One value an epoch, thinned evenly if there are too many; the last one always stays. */
function points(epochs, value) {
  const step = Math.ceil(epochs.length / MAX_POINTS);
  return epochs
    .map((epoch, i) => ({ x: Date.parse(epoch.at), y: value(epoch, i), keep: (epochs.length - 1 - i) % step === 0 }))
    .filter((point) => point.keep && Number.isFinite(point.y));
}

/** Events a second between an epoch and the one before it; epochs of quiet times may be far apart. */
function speed(epochs) {
  return (epoch, i) => {
    if (i === 0) return Number.NaN;
    const before = epochs[i - 1];
    const seconds = (Date.parse(epoch.at) - Date.parse(before.at)) / 1000;
    return seconds > 0 ? Math.max(0, epoch.totals.applied - before.totals.applied) / seconds : Number.NaN;
  };
}

export function startGrowth() {
  const plots = [
    { plot: plot('Images', 'Images', count), value: () => (epoch) => epoch.images, format: count },
    { plot: plot('Instances', 'Instances', count), value: () => (epoch) => epoch.instances, format: count },
    { plot: plot('Events per second', 'Events per second', pace, 0), value: speed, format: pace },
    { plot: plot('Time an epoch takes', 'Milliseconds', (ms) => `${count(ms)} ms`, 0), value: () => (epoch) => epoch.tookMs, format: (ms) => `${count(ms)} ms` },
  ];
  const growth = section('growth', 1000, async () => {
    const { epochs } = store;
    for (const one of plots) {
      const data = points(epochs, one.value(epochs));
      const first = data[0];
      const last = data.at(-1);
      const words = last
        ? `From ${one.format(first.y)} at ${moment(new Date(first.x))} to ${one.format(last.y)} at ${moment(new Date(last.x))}.`
        : 'Nothing yet.';
      const rows = data.map((point) => [moment(new Date(point.x)), one.format(point.y)]);
      one.plot.set(
        { series: [{ data }], rows, range: range(epochs) },
        words,
        last ? one.format(last.y) : '',
      );
    }
    text(byId('growth-hint'), words(epochs));
  });
  on('epoch', growth.stale);
}

/** The same times for all charts; a single epoch has a minute around it. */
function range(epochs) {
  const [first, last] = [epochs[0], epochs.at(-1)].map((epoch) => (epoch ? Date.parse(epoch.at) : Date.now()));
  return first === last ? { min: first - 30_000, max: first + 30_000 } : { min: first, max: last };
}

function words(epochs) {
  const last = epochs.at(-1);
  if (!last) return 'No epoch yet.';
  const span = Date.parse(last.at) - Date.parse(epochs[0].at);
  const { applied, superseded, rejected } = last.totals;
  const events = `${plural(applied, 'event')} applied, ${count(superseded)} superseded, ${count(rejected)} rejected`;
  return epochs.length > 1 ? `${plural(epochs.length, 'epoch')} over ${lapse(span)}. ${events}.` : `${events}.`;
}
