// The instances of one image as a table; the row in hand is highlighted in the drawing, and the other way round.

import { el, show, text } from './dom.js';
import { colorOf } from './colors.js';
import { clip, count, figure, fixed, measure, plural } from './format.js';

const FIRST_ROWS = 50;
const MORE_ROWS = 200;
const COLUMNS = [
  ['Annotation', 'The annotation id'], ['Class', ''], ['SI-SCS', 'Scale-invariant shape complexity; 1 is a disc'],
  ['CB-SCS', 'What it contributes: SI-SCS / sum of its class'], ['Area px²', 'Of the mask'], ['Perimeter px', 'Of the mask'],
];

/**
 * @param answer what the server says of the image
 * @param picture the drawing that holds the outlines
 * @param chosen annotation to highlight first, or nothing
 */
export function instanceTable(answer, picture, chosen) {
  // A crowd has a shape, but its image's score does not count it.
  const part = (detail) => (detail.iscrowd ? 0 : detail.contribution);
  const details = [...answer.details].sort((a, b) => part(b) - part(a));
  const shapes = new Map([...picture.querySelectorAll('path')].map((node) => [node.annotation, node]));
  const rows = new Map();
  let lit = null;
  const light = (annotation) => {
    if (annotation === lit) return;
    for (const [id, on] of [[lit, false], [annotation, true]]) {
      shapes.get(id)?.classList.toggle('lit', on);
      rows.get(id)?.classList.toggle('lit', on);
    }
    lit = annotation;
    picture.classList.toggle('dim', lit !== null);
    // Drawn last, it lies on top of those that overlap it.
    const node = shapes.get(lit);
    node?.parentNode.append(node);
  };
  const body = el('tbody');
  const more = el('button', { type: 'button' });
  const add = (most) => {
    const next = details.slice(rows.size, rows.size + most);
    for (const detail of next) {
      const row = instanceRow(detail, light);
      rows.set(detail.annotation, row);
      body.append(row);
    }
    const left = details.length - rows.size;
    show(more, left > 0);
    text(more, `Show ${count(Math.min(left, MORE_ROWS))} more`);
  };
  more.addEventListener('click', () => add(MORE_ROWS));
  add(FIRST_ROWS);
  picture.addEventListener('pointerover', (event) => {
    if (event.target.annotation !== undefined) light(event.target.annotation);
  });
  picture.addEventListener('pointerleave', () => light(null));
  body.addEventListener('pointerleave', () => light(null));
  if (chosen !== null && chosen !== undefined) light(chosen);
  const head = COLUMNS.map(([name, title], i) => el('th', { scope: 'col', title, class: i > 3 ? 'wide' : null }, name));
  const words = answer.detailsTruncated ? `The first ${plural(details.length, 'instance')} of ${count(answer.instances)}.` : null;
  return el('section', { 'aria-labelledby': 'why-instances' },
    el('h3', { id: 'why-instances' }, 'By instance'),
    details.length ? null : el('p', { class: 'hint' }, 'No single instance is known yet.'),
    words ? el('p', { class: 'hint' }, words) : null,
    details.length ? el('table', { class: 'grid why' }, el('thead', {}, el('tr', {}, ...head)), body) : null,
    more);
}

function instanceRow(detail, light) {
  const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.background = colorOf(detail.class);
  const notes = [detail.iscrowd ? 'crowd: not scored' : null, detail.selfCrossing ? 'crosses itself' : null].filter(Boolean);
  const enter = () => light(detail.annotation);
  const name = el('button', { type: 'button', class: 'plain', title: `Highlight ${detail.annotation}`, onfocus: enter, onclick: enter },
    clip(detail.annotation, 24));
  return el('tr', { onpointerenter: enter },
    el('th', { scope: 'row' }, name),
    el('td', { class: 'words', title: detail.class }, swatch, clip(detail.class, 32),
      notes.length ? el('span', { class: 'flag' }, notes.join(', ')) : null),
    el('td', {}, fixed(detail.siScs, 3)),
    el('td', {}, detail.iscrowd ? '–' : figure(detail.contribution)),
    el('td', { class: 'wide' }, measure(detail.areaPx2)),
    el('td', { class: 'wide' }, measure(detail.perimeterPx)));
}
