'use strict';
// The one thing to read from three metres: a sign, a word, and letters as large as fit.

import { byId, words } from './data.js';

const [bar, headline, detail] = ['cue', 'headline', 'detail'].map(byId);
const [ring, sign, toneWord, figure] = ['ring', 'sign', 'tone-word', 'figure'].map(byId);
const [politely, atOnce] = ['say-politely', 'say-now'].map(byId);
const done = ring.querySelector('.ring-done');
const SMALLEST_PX = 24;
// Capital letters of 15 mm on a 13 inch screen (290 mm) are read from 3 m: shares of its width. What
// is to be done about a trouble stands beside the trouble from a little less on. (.3: browsers
// measure letters in whole pixels.)
const CAP_SHARE = 15.3 / 290;
const BOTH_SHARE = 66 / 1366;
const pen = document.createElement('canvas').getContext('2d');

let shown = '';
let now = null; // the cue that is shown

/** @param {{tone: string, headline: string, detail: string, progress: number|null, figure: string}} cue */
export function showCue(cue) {
  showProgress(cue.progress);
  const key = JSON.stringify([cue.tone, cue.headline, cue.detail, cue.figure]);
  if (key === shown) {
    return;
  }
  shown = key;
  bar.dataset.tone = cue.tone;
  sign.firstElementChild.setAttribute('href', `#sign-${cue.tone}`);
  toneWord.textContent = words[`tone_${cue.tone}`];
  now = cue;
  showFigure(cue.figure);
  announce(cue);
  fitHeadline();
}

function showFigure(name) {
  bar.dataset.figure = name;
  figure.toggleAttribute('hidden', !name);
  if (name) {
    figure.firstElementChild.setAttribute('href', `#figure-${name}`);
    figure.setAttribute('aria-label', words[`figure_${name}`]);
  }
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
  const [speak, rest] = cue.tone === 'red' ? [atOnce, politely] : [politely, atOnce];
  speak.textContent = cue.headline;
  rest.textContent = '';
}

/** What is to be done next, of the smaller line, the whole of it first: the first sentence of a
 *  trouble; the last one of a look, whose headline says only what is seen. */
function nextSteps({ tone, phase, detail: text }) {
  const sentences = text.match(/[^.;]+[.;]?/g) || [];
  const looks = tone === 'ask' && phase === 'look';
  const step = ((tone === 'trouble' ? sentences[0] : looks ? sentences.at(-1) : '') || '').trim();
  const clause = step.split(',')[0];
  return clause === step ? [step] : [step, clause];
}

/** Set the headline in the largest letters that fit its bar, and with it what is to be done next
 *  where both can still be read from three metres. */
export function fitHeadline() {
  if (now) {
    const both = fontPxOf(BOTH_SHARE * window.innerWidth);
    if (nextSteps(now).filter(Boolean).some((step) => writeWith(step, both))) {
      return;
    }
    headline.textContent = now.headline;
    detail.textContent = now.detail;
    const needed = fontPxOf(CAP_SHARE * window.innerWidth);
    if (!fitsAt(needed, roomPx())) {
      makeRoom(needed);
    }
  }
  fit();
}

// The smaller line is read from near by; it goes where the headline would be too small from afar.
function makeRoom(neededPx) {
  detail.textContent = '';
  if (!fitsAt(neededPx, roomPx())) {
    detail.textContent = now.detail; // nothing is gained
  }
}

function writeWith(step, neededPx) {
  headline.textContent = `${now.headline} ${step.replace(/[.;]?$/, '.')}`;
  detail.textContent = now.detail.includes(`${step},`) ? now.detail : now.detail.replace(step, '').trim();
  if (!fitsAt(neededPx, roomPx())) {
    return false;
  }
  fit(neededPx);
  return true;
}

/** The size of the font whose capital letters are so high. */
function fontPxOf(capPx) {
  pen.font = `700 100px ${getComputedStyle(headline).fontFamily}`;
  return (100 * capPx) / pen.measureText('H').actualBoundingBoxAscent;
}

function roomPx() {
  const box = headline.parentElement;
  const style = getComputedStyle(box);
  const padding = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
  return box.clientHeight - padding - detail.offsetHeight;
}

function fitsAt(fontPx, room) {
  headline.style.fontSize = `${fontPx}px`;
  return headline.offsetHeight <= room && headline.scrollWidth <= headline.clientWidth;
}

function fit(smallestPx = SMALLEST_PX) {
  const room = roomPx();
  const largest = (bar.dataset.tone === 'calm' ? 0.08 : 0.16) * window.innerWidth; // calm is not loud
  let [low, high] = [smallestPx, Math.max(smallestPx, Math.min(0.75 * room, largest))];
  while (high - low > 1) {
    const middle = (low + high) / 2;
    [low, high] = fitsAt(middle, room) ? [middle, high] : [low, middle];
  }
  headline.style.fontSize = `${low}px`;
}
