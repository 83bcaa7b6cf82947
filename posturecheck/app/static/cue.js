'use strict';
// The one thing to read from three metres: a sign, a word, and letters as large as fit.

import { byId, words } from './data.js';

const [bar, headline, detail] = ['cue', 'headline', 'detail'].map(byId);
const [ring, sign, toneWord] = ['ring', 'sign', 'tone-word'].map(byId);
const [politely, now] = ['say-politely', 'say-now'].map(byId);
const done = ring.querySelector('.ring-done');
const SMALLEST_PX = 24;

let shown = '';

/** @param {{tone: string, headline: string, detail: string, progress: number|null}} cue */
export function showCue(cue) {
  showProgress(cue.progress);
  const key = JSON.stringify([cue.tone, cue.headline, cue.detail]);
  if (key === shown) {
    return;
  }
  shown = key;
  bar.dataset.tone = cue.tone;
  sign.firstElementChild.setAttribute('href', `#sign-${cue.tone}`);
  toneWord.textContent = words[`tone_${cue.tone}`];
  headline.textContent = cue.headline;
  detail.textContent = cue.detail;
  announce(cue);
  fitHeadline();
}

function showProgress(progress) {
  const known = progress !== null;
  ring.toggleAttribute('hidden', !known);
  sign.toggleAttribute('hidden', known);
  if (known) {
    done.style.strokeDasharray = `${100 * progress} 100`;
    ring.setAttribute('aria-valuenow', Math.round(100 * progress));
  }
}

// Screen readers are interrupted only for what cannot wait.
function announce(cue) {
  const [speak, rest] = cue.tone === 'red' ? [now, politely] : [politely, now];
  speak.textContent = cue.headline;
  rest.textContent = '';
}

/** Set the headline in the largest letters that fit its bar. */
export function fitHeadline() {
  const box = headline.parentElement;
  const style = getComputedStyle(box);
  const padding = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
  const room = box.clientHeight - padding - detail.offsetHeight;
  const largest = (bar.dataset.tone === 'calm' ? 0.08 : 0.16) * window.innerWidth; // calm is not loud
  let [low, high] = [SMALLEST_PX, Math.max(SMALLEST_PX, Math.min(0.75 * room, largest))];
  while (high - low > 1) {
    const middle = (low + high) / 2;
    headline.style.fontSize = `${middle}px`;
    const fits = headline.offsetHeight <= room && headline.scrollWidth <= headline.clientWidth;
    [low, high] = fits ? [middle, high] : [low, middle];
  }
  headline.style.fontSize = `${low}px`;
}
