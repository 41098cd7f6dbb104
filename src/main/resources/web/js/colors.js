// Colours: those of the theme from the style sheet, and one a class that stays the same while the page is open.

const HUES = 12;
const given = new Map();

/** Gives colours in this order to classes that have none; the most frequent ones differ most. */
export function nameClasses(names) {
  for (const name of names) numberOf(name);
}

function numberOf(name) {
  let number = given.get(name);
  if (number === undefined) {
    number = given.size % HUES;
    given.set(name, number);
  }
  return number;
}

/** A class's colour as a value for CSS; follows light and dark by itself. */
export const colorOf = (name) => `var(--class-${numberOf(name)})`;

/** Colours for canvas, which does not know the style sheet. */
export function theme() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    accent: value('--accent'),
    soft: value('--accent-soft'),
    text: value('--text'),
    muted: value('--muted'),
    line: value('--line'),
    surface: value('--surface'),
    second: value('--second'),
    font: getComputedStyle(document.body).fontFamily,
  };
}

const dark = matchMedia('(prefers-color-scheme: dark)');
export const onTheme = (listener) => dark.addEventListener('change', listener);
