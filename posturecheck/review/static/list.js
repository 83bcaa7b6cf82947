'use strict';
// The list of results: only its end has to be asked for.

import { ask, byId, finish, tell, words } from './home.js';

byId('stop').addEventListener('click', async () => {
  if (await ask('quit')) {
    finish();
    tell(words.stopped, true);
  }
});
