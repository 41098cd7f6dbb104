// How shapes are spread, and why SI-SCS: SCS falls with an instance's size, SI-SCS does not.

import { get, pathOf } from './api.js';
import { axis, axisTitle, Plot } from './charts.js';
import { byId, text } from './dom.js';
import { count, figure, fixed, plural, short } from './format.js';
import { section } from './refresh.js';
import { store } from './store.js';

const FEWEST_BINS = 12;

const bars = (colors) => ({ backgroundColor: colors.accent, barPercentage: 1, categoryPercentage: 0.92, borderRadius: 1 });
const line = (colors) => ({
  borderColor: colors.accent, backgroundColor: colors.accent, borderWidth: 1.5, pointRadius: 2, spanGaps: true,
});

function plot(title, note, kind, columns, { unit, valueUnit, edge, value, log, tens }) {
  const made = new Plot(byId('shapes-charts'), {
    title,
    note,
    kind,
    columns,
    look: kind === 'bar' ? bars : line,
    scales: (colors) => ({
      x: axis(colors, {
        grid: { display: false },
        title: axisTitle(colors, unit),
        ticks: tens
          ? { autoSkip: false, callback: (i) => power(made.edges[i], made.edges[i + 1]) }
          : { maxTicksLimit: 6, callback: (i) => edge(made.edges[i]) },
      }),
      y: axis(colors, {
        type: log ? 'logarithmic' : 'linear',
        beginAtZero: !log,
        title: axisTitle(colors, valueUnit),
        ticks: { maxTicksLimit: 5, callback: log ? powers : (number) => short(number) },
      }),
    }),
    more: () => ({
      plugins: {
        legend: { display: false },
        tooltip: { callbacks: { title: ([item]) => item?.label ?? '', label: (item) => value(item.parsed.y) } },
      },
    }),
  });
  made.edges = [];
  return made;
}

/** The power of ten in a bin, so that bins of growing width are marked 1, 10, 100. */
function power(from, to) {
  const ten = 10 ** Math.ceil(Math.log10(from) - 1e-9);
  return from > 0 && ten < to * (1 - 1e-9) ? short(ten) : '';
}

/** A logarithmic axis shows whole powers of ten. */
const powers = (number) => (Math.abs(Math.log10(number) - Math.round(Math.log10(number))) < 1e-9 ? String(number) : '');

export function startShapes() {
  const area = { unit: 'area of the mask, px²', tens: true };
  const instances = (number) => plural(number, 'instance');
  const plots = {
    siScs: plot('SI-SCS of instances', '1 is a disc; the more jagged or stretched, the higher.', 'bar', ['SI-SCS', 'Instances'],
      { unit: 'SI-SCS', valueUnit: 'instances', edge: (number) => fixed(number, 1), value: instances }),
    area: plot('Areas of instances', 'Bins grow by a constant factor.', 'bar', ['Area px²', 'Instances'],
      { ...area, valueUnit: 'instances', value: instances }),
    scs: plot('Mean SCS by area', 'SCS = P / A depends on size: small instances have a high one whatever their shape.', 'line', ['Area px²', 'Mean SCS 1/px'],
      { ...area, valueUnit: '1/px', value: (number) => `${figure(number)} 1/px`, log: true }),
    scaled: plot('Mean SI-SCS by area', 'SI-SCS = P / (2 √(π A)) does not: what is left is shape.', 'line', ['Area px²', 'Mean SI-SCS'],
      { ...area, valueUnit: 'SI-SCS', value: (number) => fixed(number, 3) }),
  };
  section('shapes', 5000, async (signal) => {
    const answer = await get(pathOf(store.dataset, '/distribution'), signal);
    if (!signal.aborted) draw(answer, plots);
  });
}

function draw(answer, plots) {
  const { siScs, areaPx2, instances, unscored } = answer;
  const zero = unscored.words ? `; ${unscored.words}` : '';
  text(byId('shapes-hint'), `${plural(instances, 'instance')} with a shape${zero}.`);
  put(plots.siScs, siScs.edges, siScs.counts, (number) => fixed(number, 2), count);
  put(plots.area, areaPx2.edges, areaPx2.counts, short, count);
  const known = (means) => means.map((mean, i) => (areaPx2.counts[i] > 0 && mean > 0 ? mean : null));
  put(plots.scs, areaPx2.edges, known(answer.scsMeanByArea), short, figure);
  put(plots.scaled, areaPx2.edges, known(answer.siScsMeanByArea), short, (mean) => fixed(mean, 3));
}

/** Bins by name; empty ones at both ends are left out, so that what is there has the room. */
function put(plot, edges, values, name, format) {
  let from = values.findIndex((value) => value > 0);
  let to = values.findLastIndex((value) => value > 0);
  // A few bins alone would be as wide as the chart.
  const pad = Math.max(1, Math.ceil((FEWEST_BINS - (to - from + 1)) / 2));
  [from, to] = from < 0 ? [0, values.length - 1] : [Math.max(0, from - pad), Math.min(values.length - 1, to + pad)];
  const bins = values.slice(from, to + 1);
  const labels = bins.map((_, i) => `${name(edges[from + i])} to ${name(edges[from + i + 1])}`);
  const rows = bins.map((value, i) => [labels[i], value ? format(value) : '–']).filter((row) => row[1] !== '–');
  const best = bins.reduce((at, value, i) => (value > (bins[at] ?? 0) ? i : at), 0);
  plot.edges = edges.slice(from, to + 2);
  plot.set({ labels, series: [{ data: bins }], rows }, rows.length ? `Highest at ${labels[best]}: ${format(bins[best])}.` : 'Nothing yet.');
}
