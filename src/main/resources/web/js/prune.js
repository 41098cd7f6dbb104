// The prune slider: what would be left at a rate.

import { get, pathOf } from './api.js';
import { axis, Plot } from './charts.js';
import { byId, el, facts, show, text } from './dom.js';
import { clip, count, figure, lapse, percent, plural, rate as asRate } from './format.js';
import { section } from './refresh.js';
import { on, set, store } from './store.js';

const PAUSE_MS = 180;
const DRAWN_CLASSES = 12;
const NAMED_CLASSES = 5;
const FORMATS = [['ids', 'ids'], ['csv', 'CSV'], ['jsonl', 'JSON lines'], ['scores', 'scores']];

/** A class is starved where it keeps less than half of what the rate would leave it, or nothing at all. */
export function starvation(row, pruneRate) {
  if (row.instances === 0 || pruneRate === 0) return null;
  if (row.keptInstances === 0) return 'none kept';
  return row.keptFraction < 0.5 * (1 - pruneRate) ? 'starved' : null;
}

const chart = () =>
  new Plot(byId('prune-chart'), {
    title: 'Share of instances: dataset and kept',
    note: 'The classes with most instances. A longer second bar means that pruning favours the class.',
    kind: 'bar',
    columns: ['Class', 'Share in the dataset', 'Share kept'],
    look: (colors, i) => ({
      backgroundColor: i ? colors.accent : colors.second, barPercentage: 0.9, categoryPercentage: 0.72, borderRadius: 1,
    }),
    scales: (colors) => ({
      x: axis(colors, { beginAtZero: true, ticks: { maxTicksLimit: 5, callback: (value) => percent(value) } }),
      y: axis(colors, { grid: { display: false }, ticks: { autoSkip: false, color: colors.text } }),
    }),
    more: (colors) => ({
      indexAxis: 'y',
      interaction: { mode: 'index', intersect: false, axis: 'y' },
      plugins: {
        legend: { display: true, align: 'start', labels: { color: colors.text, boxWidth: 10, boxHeight: 10, font: { size: 12 } } },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label} ${percent(item.parsed.x)}` } },
      },
    }),
  });

export function startPrune() {
  const slider = byId('rate');
  const plot = chart();
  const part = section('prune', 1000, async (signal) => {
    const { rate, dataset } = store;
    const answer = await get(pathOf(dataset, `/prune?rate=${rate}`), signal);
    if (signal.aborted) return;
    draw(answer, plot);
    set('prune', { prune: answer });
  }, undefined, ['ranking', 'classes']);
  const showRate = () => {
    if (Number(slider.value) !== store.rate) slider.value = String(store.rate);
    text(byId('rate-out'), asRate(store.rate));
    slider.setAttribute('aria-valuetext', `${asRate(store.rate)} dropped`);
    byId('rate-chips').querySelectorAll('button').forEach((chip) => {
      chip.setAttribute('aria-pressed', String(Number(chip.value) === store.rate));
    });
    links();
  };
  let pause = 0;
  slider.addEventListener('input', () => {
    text(byId('rate-out'), asRate(Number(slider.value)));
    slider.setAttribute('aria-valuetext', `${asRate(Number(slider.value))} dropped`);
    clearTimeout(pause);
    pause = setTimeout(() => set('rate', { rate: Number(slider.value) }), PAUSE_MS);
  });
  on('rate', () => {
    showRate();
    part.now();
  });
  on('dataset', () => {
    set('prune', { prune: null });
    showRate();
  });
  on('epoch', () => chips(showRate));
  showRate();
}

/** The configured rates: the kept sets that are published. */
function chips(showRate) {
  const rates = Object.keys(store.epoch?.prune ?? {});
  const box = byId('rate-chips');
  const known = [...box.children].map((chip) => chip.value);
  if (rates.join() === known.join()) return;
  box.replaceChildren(
    ...rates.map((value) =>
      el('button', { type: 'button', value, class: 'chip', onclick: () => set('rate', { rate: Number(value) }) }, asRate(Number(value)))),
  );
  byId('rates').replaceChildren(...rates.map((value) => el('option', { value })));
  showRate();
}

function draw(answer, plot) {
  const { kept, dropped, unranked, cutoffScore, turnover, classes, pruneRate } = answer;
  const ranked = kept + dropped;
  const share = (value) => (ranked ? ` (${percent(value / ranked)})` : '');
  facts(byId('prune-facts'), [
    ['Kept', count(kept) + share(kept)],
    ['Dropped', count(dropped) + share(dropped)],
    ['Cutoff score', figure(cutoffScore), 'Score of the last image that is kept'],
    ['Unranked', count(unranked), 'Images that score 0: neither kept nor dropped'],
  ]);
  text(byId('prune-turnover'), turnoverWords(turnover));
  text(byId('prune-starved'), starvedWords(classes, pruneRate));
  byId('prune-starved').className = classes.some((row) => starvation(row, pruneRate)) ? 'warn' : 'hint';
  const top = classes.slice(0, DRAWN_CLASSES);
  plot.box.dataset.rows = String(top.length);
  plot.set(
    {
      labels: top.map((row) => clip(row.class, 18)),
      series: [
        { label: 'in the dataset', data: top.map((row) => row.share) },
        { label: 'kept', data: top.map((row) => row.keptShare) },
      ],
      rows: top.map((row) => [clip(row.class), percent(row.share), percent(row.keptShare)]),
    },
    `At ${asRate(pruneRate)} the shares of the ${plural(top.length, 'class', 'classes')} with most instances, before and after.`,
  );
}

function turnoverWords(turnover) {
  if (!turnover) return 'Turnover of the kept set: not known yet, there is no earlier epoch to compare with.';
  const { entered, left, jaccard, seconds, sinceEpoch } = turnover;
  const past = `In the last ${lapse(seconds * 1000)} (since epoch ${count(sinceEpoch)}) ${plural(entered, 'image')} came into the kept set and ${count(left)} left it; ${percent(jaccard)} of both sets is the same.`;
  // Of a moment nothing can be expected.
  if (!(seconds >= 30)) return past;
  return `${past} At that pace expect about ${count(Math.round(((entered + left) / seconds) * 60))} changes a minute.`;
}

function starvedWords(classes, pruneRate) {
  const starved = classes.filter((row) => starvation(row, pruneRate));
  if (!starved.length) return 'No class would be starved: each keeps at least half of its expected share.';
  const names = starved.slice(0, NAMED_CLASSES).map((row) => clip(row.class, 30)).join(', ');
  const rest = starved.length > NAMED_CLASSES ? ` and ${count(starved.length - NAMED_CLASSES)} more` : '';
  return `${plural(starved.length, 'class', 'classes')} would be starved, keeping less than half of what the rate would leave: ${names}${rest}.`;
}

/** The kept images as files. */
function links() {
  const box = byId('prune-links');
  show(box, Boolean(store.dataset));
  if (!store.dataset) return;
  box.replaceChildren('Kept images as ');
  FORMATS.forEach(([format, name], i) => {
    const href = pathOf(store.dataset, `/subset?pruneRate=${store.rate}&format=${format}`);
    box.append(i ? ', ' : '', el('a', { href, download: '' }, name));
  });
}
