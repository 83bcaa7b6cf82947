'use strict';
// Puts the page together: what the session tells is shown, what is pressed is asked for.

import { fitTask, setUpControls, showControls, taskTitle } from './controls.js';
import { fitHeadline, showCue } from './cue.js';
import { byId, filled, words } from './data.js';
import { showGauges } from './gauges.js';
import { setUpEnd, showEnd } from './end.js';
import { Link } from './link.js';
import { fitToBox, show, wantedPx } from './picture.js';
import { hush, say } from './sound.js';
import { keepAwake } from './wake.js';

const STALE_MS = 5000; // a picture that stands still must not pass for a live one
const MOVING = new Set(['look', 'stand', 'watching']);
const TROUBLE_SHOWN_MS = 8000;
const UNSEEN = { value: null, sd: null, severity: null, limits: null };
const NOTHING_SEEN = { bend: UNSEEN, rounding: UNSEEN, twist: UNSEEN };

let view = null;
let link = 'connecting'; // then open, lost, crowded, stale, over
let cameMs = 0;

const session = new Link({
  canvasPx: wantedPx,
  view: takeView,
  note: takeNote,
  state: (state) => { link = state; cameMs = performance.now(); showState(); },
});

async function takeView(head, jpeg) {
  view = head;
  cameMs = performance.now();
  link = 'open';
  const drawnMs = await show(head, jpeg);
  showState();
  return drawnMs;
}

function takeNote(note) {
  if (note.say && !(view && view.muted)) {
    say(note.say);
  }
  if (note.trouble) {
    const trouble = byId('trouble');
    trouble.textContent = note.trouble;
    trouble.hidden = false;
    setTimeout(() => { trouble.hidden = true; }, TROUBLE_SHOWN_MS);
  }
}

function showState() {
  const over = link === 'over' || (view && view.phase === 'ended');
  document.body.dataset.link = over ? 'over' : link;
  document.body.dataset.phase = over ? 'ended' : (view ? view.phase : 'starting');
  keepAwake(Boolean(view) && !over && MOVING.has(view.phase));
  showEnd(over, link !== 'over', view); // without a server its links lead nowhere
  showCue(cueOf(over));
  if (!view) {
    return;
  }
  showGauges(link === 'open' ? view : NOTHING_SEEN); // old numbers must not pass for new ones
  showControls(view, link === 'open' && !over);
  showMarks();
  if (view.muted) {
    hush(); // the last words, after the end, may be heard
  }
}

/** What the bar says: the session's words, or the page's own where those would mislead. */
function cueOf(over) {
  const own = (tone, name) => ({ tone, headline: words[name], detail: words[`${name}_detail`], progress: null, figure: '' });
  if (over) {
    return endOf(own('ended', 'ended'));
  }
  if (link === 'lost' || link === 'stale' || link === 'crowded') {
    return own('trouble', link);
  }
  if (!view) {
    return own('calm', 'connecting');
  }
  if (['waiting', 'off', 'hurt'].includes(view.phase) && view.tone === 'calm') {
    return { ...view, tone: view.phase };
  }
  return view;
}

/** What the bar says at the end; where the session was begun in vain, with the reason. */
function endOf(own) {
  const known = view && view.phase === 'ended';
  const tone = known && view.farewell && view.farewell.advice ? 'hurt' : 'ended';
  const detail = (known && view.tone === 'trouble' && view.detail) || own.detail;
  return { ...own, tone, headline: (known && view.headline) || words.ended, detail };
}

function showMarks() {
  const on = view.size !== null && link === 'open';
  mark('mark-camera', on ? words.camera_on : words.camera_off);
  byId('mark-camera').dataset.on = on;
  mark('mark-task', taskTitle(view));
  byId('mark-muted').hidden = !view.muted;
  mark('mark-quiet', view.snoozed_s > 0 ? filled(words.quiet_left, { time: clock(view.snoozed_s) }) : '');
}

function mark(id, text) {
  const element = byId(id);
  element.hidden = !text;
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function clock(seconds) {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function checkStillLive() {
  if (link === 'open' && view && MOVING.has(view.phase) && performance.now() - cameMs > STALE_MS) {
    link = 'stale';
    showState();
  }
}

function tellSize() {
  session.send({ canvas_px: wantedPx() });
}

function resized() {
  fitToBox();
  fitHeadline();
  fitTask();
  tellSize();
}

// The secret has done its work: it stays neither in the address bar nor in the history.
history.replaceState(null, '', location.pathname);
fitToBox();
setUpEnd();
setUpControls((command, value = '') => session.send({ command, value }), tellSize, hush);
new ResizeObserver(resized).observe(byId('picture').parentElement);
new ResizeObserver(fitHeadline).observe(byId('cue'));
document.addEventListener('visibilitychange', tellSize);
window.addEventListener('focus', () => session.send({ looked_at: true }));
setInterval(checkStillLive, 1000);
session.open();
