'use strict';
// The start: one large button, and the way out.

import { ask, byId, finish, root, words } from './home.js';

const dialog = byId('stop-dialog');
const begin = byId('begin');

if (begin) {
  begin.addEventListener('click', async () => {
    begin.disabled = true;
    const answer = await ask('begin');
    begin.disabled = false;
    if (answer && answer.go) {
      location.href = root + answer.go;
    }
  });
}
byId('stop').addEventListener('click', () => dialog.showModal());
byId('stop-no').addEventListener('click', () => dialog.close());
byId('stop-yes').addEventListener('click', async () => {
  finish();
  dialog.close();
  if (await ask('quit')) {
    const said = document.createElement('h1');
    said.textContent = words.stopped;
    const more = document.createElement('p');
    more.textContent = words.stopped_detail;
    document.querySelector('main').replaceChildren(said, more);
  }
});
