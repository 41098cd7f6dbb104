// Wires the parts together.

import { startChooser } from './chooser.js';
import { startClasses } from './classes.js';
import { byId, prefersStillness } from './dom.js';
import { startGrowth } from './growth.js';
import { followAddress } from './hash.js';
import { follow, heartbeat } from './live.js';
import { startOutliers } from './outliers.js';
import { startPrune } from './prune.js';
import { startRanking } from './ranking.js';
import { startShapes } from './shapes.js';
import { watchState } from './state.js';
import { startWhy } from './why.js';

/** The address holds what is chosen, so links within the page move by hand, and take the focus along. */
function jump(event) {
  const link = event.target.closest('a[data-jump]');
  if (!link) return;
  event.preventDefault();
  const target = byId(link.dataset.jump);
  target.scrollIntoView({ behavior: prefersStillness() ? 'auto' : 'smooth', block: 'start' });
  target.querySelector('h2')?.focus({ preventScroll: true });
}

followAddress();
document.addEventListener('click', jump);
watchState();
startChooser();
startClasses();
startGrowth();
startPrune();
startRanking();
startShapes();
startOutliers();
startWhy();
follow();
heartbeat();
