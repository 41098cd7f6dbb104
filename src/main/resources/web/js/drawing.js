// An image drawn as its instances' outlines, over the picture where there is one.

import { el, svg } from './dom.js';
import { colorOf } from './colors.js';
import { clip } from './format.js';

const SMALLEST_VIEW_PX = 24;

/** Addresses of pictures: of the web only, so that a hostile one cannot run anything. */
export function pictureUrl(url) {
  if (typeof url !== 'string') return null;
  try {
    const parsed = new URL(url, location.href);
    return ['http:', 'https:'].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Bounds of outlines: [left, top, width, height]. */
function bounds(outlines) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { outline = [] } of outlines) {
    for (let i = 0; i + 1 < outline.length; i += 2) {
      left = Math.min(left, outline[i]);
      right = Math.max(right, outline[i]);
      top = Math.min(top, outline[i + 1]);
      bottom = Math.max(bottom, outline[i + 1]);
    }
  }
  return left <= right ? [left, top, right - left, bottom - top] : null;
}

/** Widens a box to an aspect, about its middle. */
function widen([left, top, width, height], aspect) {
  const wide = Math.max(width, height * aspect, 1);
  const high = wide / aspect;
  return [left - (wide - width) / 2, top - (high - height) / 2, wide, high];
}

const path = (outline) => {
  let d = `M${outline[0]} ${outline[1]}`;
  for (let i = 2; i + 1 < outline.length; i += 2) d += `L${outline[i]} ${outline[i + 1]}`;
  return `${d}Z`;
};

/**
 * Draws an image.
 * @param image width, height, url if known
 * @param outlines of its instances: {annotation, class, outline}
 * @param options aspect of the drawing, label for screen readers, zoom (to the outlines instead of the whole image)
 */
export function drawing(image, outlines, { aspect = 4 / 3, label, zoom = false } = {}) {
  const drawn = outlines.filter((one) => Array.isArray(one.outline) && one.outline.length >= 2);
  const size = image.width > 0 && image.height > 0 ? [0, 0, image.width, image.height] : null;
  const tight = bounds(drawn);
  let box = size ?? tight;
  if (zoom && tight) {
    const margin = Math.max(tight[2], tight[3]) * 0.35 + SMALLEST_VIEW_PX / 2;
    box = [tight[0] - margin, tight[1] - margin, tight[2] + 2 * margin, tight[3] + 2 * margin];
  }
  const frame = el('div', { class: 'drawing' });
  if (!box || (!drawn.length && !pictureUrl(image.url))) {
    frame.append(el('p', { class: 'blank' }, 'No outline known'));
    return frame;
  }
  const view = widen(box, aspect);
  const plain = size ? svg('rect', { class: 'paper', x: 0, y: 0, width: size[2], height: size[3] }) : null;
  const drawnPaths = drawn.map((one) => shape(one));
  const picture = svg('svg', { viewBox: view.join(' '), role: 'img', 'aria-label': label }, plain, ...drawnPaths);
  frame.append(picture);
  const url = pictureUrl(image.url);
  if (url && size) frame.prepend(photo(url, size, view, frame));
  return frame;
}

function shape(one) {
  const node = svg('path', { d: path(one.outline), 'fill-rule': 'evenodd', class: 'shape' });
  node.style.setProperty('--shape', colorOf(one.class));
  node.annotation = one.annotation;
  node.append(svg('title', {}, clip(one.class)));
  return node;
}

/** The picture itself, laid exactly under its outlines; one that does not load or has other proportions is taken away. */
function photo(url, [, , width, height], [left, top, wide, high], frame) {
  const node = el('img', { alt: '', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer', draggable: 'false' });
  node.addEventListener('error', () => node.remove());
  node.addEventListener('load', () => {
    const odd = Math.abs((node.naturalWidth * height) / (node.naturalHeight * width) - 1) > 0.03;
    if (odd) node.remove();
    else frame.classList.add('photo');
  });
  const percent = (value) => `${value * 100}%`;
  node.style.left = percent(-left / wide);
  node.style.top = percent(-top / high);
  node.style.width = percent(width / wide);
  node.style.height = percent(height / high);
  node.src = url;
  return node;
}
