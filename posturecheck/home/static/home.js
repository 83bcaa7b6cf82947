'use strict';
// What every page behind the start has: its words, how it asks, and that somebody looks at it.

import { fitChosen } from './fit.js';

const data = JSON.parse(document.getElementById('page-data').textContent);

export const { words, root, settings } = data;

const TROUBLE_SHOWN_MS = 12000;
const AGAIN_MS = 2000;
const TRIES = 3; // in vain, before it is said that nobody answers

let over = false;
let inVain = 0;

export function byId(id) {
  return document.getElementById(id);
}

/** Ask for something; the answer, or null where it was refused (which is then shown). */
export async function ask(what, value = null) {
  let answer;
  try {
    answer = await fetch(`${root}${what}`, { method: 'POST', body: JSON.stringify(value) });
  } catch {
    tell(`${words.lost} ${words.lost_detail}`);
    return null;
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) {
    return said;
  }
  tell(said.trouble || words.lost);
  return null;
}

/** What the server knows, as data; null where it does not answer. */
export async function read(what) {
  try {
    const answer = await fetch(`${root}${what}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

export function tell(text, stays = false) {
  const trouble = byId('trouble');
  trouble.textContent = text;
  trouble.hidden = false;
  if (!stays) {
    setTimeout(() => { trouble.hidden = true; }, TROUBLE_SHOWN_MS);
  }
}

/** From here on there is nothing to be connected to. */
export function finish() {
  over = true;
}

// As long as this window is open somebody is here: posturecheck ends when all are closed.
function stayHere() {
  const address = new URL(`${root}here`, location.href);
  address.protocol = 'ws:';
  const socket = new WebSocket(address);
  socket.onopen = () => {
    if (inVain >= TRIES) {
      byId('trouble').hidden = true;
    }
    inVain = 0;
  };
  socket.onclose = () => {
    if (over) {
      return;
    }
    inVain += 1;
    if (inVain === TRIES) {
      tell(`${words.lost} ${words.lost_detail}`, true);
    }
    setTimeout(stayHere, AGAIN_MS);
  };
}

for (const select of document.querySelectorAll('select')) {
  select.addEventListener('change', () => fitChosen(select));
  new ResizeObserver(() => fitChosen(select)).observe(select);
}
history.replaceState(null, '', location.pathname); // the secret has done its work
stayHere();
