// How it stands: the mark on top, the banner when something is away, and what a screen reader is told of it.

import { byId, facts, show, text } from './dom.js';
import { count, fixed, lapse, moment, pace, plural } from './format.js';
import { eventsPerSecond, now, on, store } from './store.js';

const AWAY = ['unreachable', 'failed'];
let said = null;

/** What is the matter: tone, a short word, and a sentence where there is more to say. */
function condition() {
  const { server, view, epoch } = store;
  const shown = epoch ? ` What is shown is epoch ${count(epoch.epoch)} of ${moment(new Date(epoch.at))}.` : '';
  if (!server.up) {
    const ago = lapse(Date.now() - server.since.getTime());
    return {
      tone: 'bad',
      word: 'Server away',
      since: server.since,
      sentence: `The server has not answered since ${moment(server.since)}, ${ago} ago.${shown} It is tried again by itself.`,
    };
  }
  if (!view) return { tone: 'quiet', word: 'Connecting' };
  const since = new Date(view.since);
  const ago = lapse(now() - since.getTime());
  switch (view.phase) {
    case 'live':
      return { tone: 'good', word: 'Live' };
    case 'reading':
      return {
        tone: 'quiet',
        word: 'Reading',
        since,
        sentence: `Reading what is in the topics: ${plural(view.behindRecords, 'record')} to go.${shown}`,
      };
    case 'waiting':
      return { tone: 'quiet', word: 'Waiting', since, sentence: `Since ${moment(since)}: ${view.words}.${shown}` };
    case 'unreachable':
      return {
        tone: 'bad',
        word: 'Kafka away',
        since,
        sentence: `Kafka has not answered since ${moment(since)}, ${ago} ago.${shown} It goes on by itself when Kafka is back.`,
      };
    case 'failed':
      return {
        tone: 'bad',
        word: 'Stopped',
        since,
        sentence: `Reading stopped at ${moment(since)}: ${view.words.replace(/^stopped: /, '')}.${shown} Start the server again when the cause is gone.`,
      };
    default:
      return { tone: 'quiet', word: String(view.phase) };
  }
}

function draw() {
  const { tone, word, sentence } = condition();
  const pill = byId('pill');
  if (pill.dataset.tone !== tone) pill.dataset.tone = tone;
  const age = store.epoch ? `, epoch ${count(store.epoch.epoch)}` : '';
  text(byId('pill-text'), word + (tone === 'good' ? age : ''));
  const banner = byId('banner');
  show(banner, Boolean(sentence));
  text(banner, sentence ?? '');
  banner.dataset.tone = tone;
  strip();
}

/** The figures of now. */
function strip() {
  const { epoch, view } = store;
  facts(byId('strip'), [
    ['Images', count(epoch?.images), 'Images that hold an instance'],
    ['Ranked', count(epoch?.ranked), 'Images that score more than 0'],
    ['Instances', count(epoch?.instances)],
    ['Classes', count(epoch?.classes)],
    ['Events/s', epoch ? pace(eventsPerSecond()) : count(undefined), 'Events applied a second, over the last ten seconds'],
    ['Mean SI-SCS', fixed(epoch?.siScsMean, 3), 'Mean scale-invariant shape complexity of all instances; 1 is a disc'],
    ['Last epoch', epoch ? `${lapse(now() - Date.parse(epoch.at))} ago` : count(undefined), epoch?.at],
    ['Records behind', view ? count(view.behindRecords) : count(undefined), 'Records in the topics that are not read yet'],
  ]);
}

/** Says a change of state, once; not every epoch. */
function announce() {
  const { word, sentence, since } = condition();
  const what = `${word} ${since?.getTime() ?? ''}`;
  const phase = store.view?.phase;
  if (what === said || word === 'Connecting' || (word === 'Reading' && said?.startsWith('Reading'))) return;
  const first = said === null;
  said = what;
  if (first && phase === 'live') return;
  text(byId('say'), sentence ?? (word === 'Live' ? 'Live again.' : word));
}

let wanted = false;

/** At most one drawing a second, whatever comes in; a change for the worse or the better at once. */
export function watchState() {
  const soon = () => { wanted = true; };
  on('epoch', () => {
    if (store.epochs.length <= 1) draw();
    else soon();
  });
  for (const type of ['view', 'server', 'dataset']) {
    on(type, () => {
      draw();
      announce();
    });
  }
  setInterval(() => {
    if (document.hidden) return;
    if (wanted || store.epoch || AWAY.includes(store.view?.phase) || !store.server.up) draw();
    wanted = false;
  }, 1000);
  draw();
}
