// Charts: a figure with a canvas, its meaning in words, and the same figures as a table.

import { el, text } from './dom.js';
import { onTheme, theme } from './colors.js';

const plots = new Set();
const MAX_ROWS = 60;
onTheme(() => plots.forEach((plot) => plot.paint()));

/** One chart. What it shows is given anew with every `set`; it is drawn without animation. */
export class Plot {
  /**
   * @param parent where the figure is put
   * @param options title, note, kind ('line' or 'bar'), columns of the table, and what Chart.js needs for its axes:
   *   a function of the theme that gives scales and more
   */
  constructor(parent, options) {
    this.options = options;
    this.data = { labels: [], series: [], rows: [] };
    this.canvas = el('canvas', { role: 'img', 'aria-label': options.title });
    this.value = el('span', { class: 'value' });
    this.table = el('div', { class: 'scroll' });
    this.details = el('details', { ontoggle: () => this.tabulate() }, el('summary', {}, 'As a table'), this.table);
    this.box = el('div', { class: 'plot' }, this.canvas);
    this.note = el('p', { class: 'hint' }, options.note ?? '');
    const caption = el('figcaption', {}, el('span', {}, options.title), this.value);
    parent.append(el('figure', { class: 'chart' }, caption, this.box, this.note, this.details));
    plots.add(this);
  }

  /**
   * @param data labels or xs, series of {label, data, ...}, rows of the table, range {min, max} of x if
   *   it is not that of the data
   * @param said one sentence that says what the chart shows
   * @param value the figure beside the title, if any
   */
  set(data, said, value = '') {
    this.data = data;
    text(this.value, value);
    this.canvas.setAttribute('aria-label', `${this.options.title}. ${said}`);
    if (this.details.open) this.tabulate();
    this.paint();
  }

  paint() {
    const { Chart } = globalThis;
    if (!Chart) {
      // Without the library the tables still tell everything.
      this.box.hidden = true;
      this.details.open = true;
      return;
    }
    const colors = theme();
    const datasets = this.data.series.map((one, i) => ({ ...this.options.look(colors, i), ...one }));
    if (this.chart && this.painted === colors.text) {
      this.chart.data.labels = this.data.labels;
      datasets.forEach((one, i) => {
        if (this.chart.data.datasets[i]) Object.assign(this.chart.data.datasets[i], one);
        else this.chart.data.datasets.push(one);
      });
      this.chart.data.datasets.length = datasets.length;
      Object.assign(this.chart.options.scales.x, this.data.range);
      this.chart.update('none');
      return;
    }
    const scales = this.options.scales(colors);
    Object.assign(scales.x, this.data.range);
    this.chart?.destroy();
    this.painted = colors.text;
    Chart.defaults.font.family = colors.font;
    this.chart = new Chart(this.canvas, {
      type: this.options.kind,
      data: { labels: this.data.labels, datasets },
      options: { ...shared(colors), ...this.options.more?.(colors), scales },
    });
  }

  tabulate() {
    if (!this.details.open) return;
    const rows = this.data.rows.slice(-MAX_ROWS);
    const head = el('tr', {}, ...this.options.columns.map((name) => el('th', { scope: 'col' }, name)));
    const body = rows.map((row) => el('tr', {}, ...row.map((cell) => el('td', {}, String(cell)))));
    const caption = el('caption', { class: 'unseen' }, this.options.title);
    this.table.replaceChildren(el('table', {}, caption, el('thead', {}, head), el('tbody', {}, ...body)));
  }
}

function shared(colors) {
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    interaction: { mode: 'index', intersect: false, axis: 'x' },
    layout: { padding: { top: 4, right: 6, bottom: 0, left: 0 } },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: colors.surface, titleColor: colors.text, bodyColor: colors.text, borderColor: colors.line,
        borderWidth: 1, padding: 8, cornerRadius: 4, displayColors: false, titleFont: { weight: '600', size: 12 },
      },
    },
  };
}

/** An axis as all charts here have it: thin lines, few marks. */
export function axis(colors, more = {}) {
  const { ticks, grid, ...rest } = more;
  return {
    border: { display: false },
    grid: { color: colors.line, drawTicks: false, ...grid },
    ticks: { color: colors.muted, padding: 6, maxRotation: 0, autoSkipPadding: 14, font: { size: 11 }, ...ticks },
    ...rest,
  };
}

/** Titles of axes. */
export const axisTitle = (colors, words) => ({ display: true, text: words, color: colors.muted, font: { size: 11 } });
