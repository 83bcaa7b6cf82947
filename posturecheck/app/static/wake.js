'use strict';
// The screen stays on while somebody is watched, and only then. A browser lets go of its promise
// when the tab is hidden, so it is asked again when the tab is shown.

let lock = null;
let wanted = false;

export function keepAwake(yes) {
  wanted = yes;
  renew();
}

async function renew() {
  const held = lock !== null && !lock.released;
  if (!wanted && held) {
    const last = lock;
    lock = null;
    await last.release().catch(() => {});
  } else if (wanted && !held && document.visibilityState === 'visible' && navigator.wakeLock) {
    lock = { released: false, release: async () => {} }; // asked once, not with every picture
    lock = await navigator.wakeLock.request('screen').catch(() => null); // on a low battery: refused
    if (!wanted) {
      renew();
    }
  }
}

document.addEventListener('visibilitychange', renew);
