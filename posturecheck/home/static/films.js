'use strict';
// Recordings: one is checked at a time, and how far it is can be seen.

import { ask, byId, read, words } from './home.js';

const EVERY_MS = 700;
const [box, said, share, more, stop] = ['checking', 'checking-words', 'checking-share', 'checking-said', 'stop-check'].map(byId);

for (const button of document.querySelectorAll('.check')) {
  button.addEventListener('click', async () => {
    if (await ask('check', button.closest('.film').dataset.name)) {
      toTheEnd();
    }
  });
}
stop.addEventListener('click', () => ask('stop-check'));

function filled(text, name) {
  return text.replace('{name}', name);
}

function show(now) {
  box.hidden = !now.name;
  share.hidden = stop.hidden = !now.running;
  share.value = now.share;
  const phase = now.running ? words.film_running : now.failed ? words.film_failed : words.film_done;
  said.textContent = !now.running && now.share < 1 ? now.said : filled(phase, now.name);
  more.textContent = now.running || now.share < 1 ? '' : now.said;
  for (const button of document.querySelectorAll('.check')) {
    button.disabled = now.running;
  }
}

async function follow() {
  for (;;) {
    const now = await read('films/now');
    if (now) {
      show(now);
      if (!now.running) {
        return now;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

async function toTheEnd() {
  const after = await follow();
  if (after.share === 1 && !after.failed) {
    location.reload(); // the report has a link now
  }
}

read('films/now').then((before) => {
  if (before && before.running) {
    toTheEnd();
  } else if (before) {
    show(before);
  }
});
