'use strict';
// What can be done when a session is over: begin another, look at the days, go to the start.
// Only where there is a start page (see home/); otherwise the page can be closed.

import { byId } from './data.js';

const after = byId('after');
const again = byId('once-more');
let shown = false;

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

export function showEnd(over) {
  if (after && over !== shown) {
    shown = over;
    after.hidden = !over;
    again.disabled = false;
  }
}

async function begin() {
  again.disabled = true; // until the new session shows itself
  const answer = await fetch('../begin', { method: 'POST', body: 'null' }).catch(() => null);
  if (!answer || !answer.ok) {
    again.disabled = false;
  }
}
