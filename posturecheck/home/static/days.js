'use strict';
// My days: a goal is set, and a session is deleted, each kept by posturecheck.

import { ask, byId, tell, words } from './home.js';

const [form, target, kind, none] = ['goal', 'goal-target', 'goal-kind', 'goal-none'].map(byId);
const dialog = byId('delete-dialog');
let session = null; // which is to be deleted

async function keep(goal) {
  if (await ask('goal', goal)) {
    location.reload();
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const number = Number(target.value.trim());
  if (Number.isInteger(number) && number > 0) {
    keep({ kind: kind.value, target: number });
  } else {
    tell(words.goal_wrong);
  }
});
if (none) {
  none.addEventListener('click', () => keep(null));
}
for (const button of document.querySelectorAll('.delete')) {
  button.addEventListener('click', () => {
    session = Number(button.dataset.session);
    byId('delete-which').textContent = button.closest('.film').querySelector('.film-name').textContent;
    dialog.showModal();
  });
}
byId('delete-no').addEventListener('click', () => dialog.close());
byId('delete-yes').addEventListener('click', async () => {
  dialog.close();
  if (await ask('forget', session)) {
    location.reload();
  }
});
