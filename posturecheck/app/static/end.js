'use strict';
// What is read when a session is over: what went well, how long, one thing for the next time.
// What can be done then (begin another, the days, the start) is there only where there is a start
// page (see home/); otherwise the page can be closed.

import { byId, words } from './data.js';

const after = byId('after');
const again = byId('once-more');
const farewell = byId('farewell');
let shown = false;
let read = '';

export function setUpEnd() {
  if (!again) {
    return;
  }
  again.addEventListener('click', begin);
  document.addEventListener('keydown', (event) => {
    const free = event.target.tagName !== 'A' && event.target.tagName !== 'BUTTON';
    if (shown && free && event.key === ' ' && !event.repeat) {
      event.preventDefault();
      begin();
    }
  });
}

/** At the end, and where the camera is off because nobody was there any more.
 *  @param {boolean} over  @param {boolean} served whether links lead anywhere */
export function showEnd(over, served, view) {
  const readNow = over ? view && view.phase === 'ended' : view && view.phase === 'off';
  const said = (readNow && view.farewell) || null;
  const key = JSON.stringify(said);
  if (key !== read) {
    read = key;
    showFarewell(said);
  }
  if (after && (over && served) !== shown) {
    shown = over && served;
    after.hidden = !shown;
    again.disabled = false;
  }
}

function showFarewell(said) {
  farewell.hidden = !said;
  document.body.dataset.farewell = Boolean(said);
  if (!said) {
    return;
  }
  byId('end-time').textContent = said.time;
  byId('end-well').replaceChildren(...said.well.map((line) => {
    const item = document.createElement('li');
    item.textContent = line;
    return item;
  }));
  byId('end-next').hidden = !said.next_words;
  byId('end-words').textContent = said.next_words;
  byId('end-detail').textContent = said.next_detail;
  const figure = byId('end-figure');
  figure.toggleAttribute('hidden', !said.figure);
  if (said.figure) {
    figure.firstElementChild.setAttribute('href', `#figure-${said.figure}`);
    figure.setAttribute('aria-label', words[`figure_${said.figure}`]);
  }
  byId('end-advice').hidden = !said.advice;
  byId('end-advice-words').textContent = said.advice;
}

async function begin() {
  again.disabled = true; // until the new session shows itself
  const answer = await fetch('../begin', { method: 'POST', body: 'null' }).catch(() => null);
  if (!answer || !answer.ok) {
    again.disabled = false;
  }
}
