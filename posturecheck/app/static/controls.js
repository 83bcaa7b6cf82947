'use strict';
// Buttons and keys. What they do depends on the session; here is only how it is asked.

import { byId, filled, words } from './data.js';
import { fitChosen } from './fit.js';
import { isHidden, setHidden } from './picture.js';

const [main, again, mute, repeat, quiet, task] = ['main', 'again', 'mute', 'repeat', 'quiet', 'task'].map(byId);
const [full, hide, quit, dialog] = ['full', 'hide', 'quit', 'quit-dialog'].map(byId);
const [hurt, goOn, stopToday, afterHurt] = ['hurt', 'go-on', 'stop-today', 'after-hurt'].map(byId);
const KEYS = { ' ': main, c: again, m: mute, r: repeat, s: quiet, f: full, h: hide, q: quit, p: hurt };
// After "That hurt" only what is said for certain goes on: neither Space nor any key does.
const KEYS_AFTER = { g: goOn, q: stopToday, f: full };

let openedByKey = false; // the choice, by T

const MAIN = {
  starting: ['starting', null],
  look: ['start', 'start'],
  stand: ['standing', null],
  watching: ['pause', 'pause'],
  waiting: ['resume', 'resume'],
  off: ['resume', 'resume'],
};
const AGAIN = {
  look: ['skip', 'skip'],
  stand: ['skip', 'skip'],
  watching: ['calibrate', 'calibrate'],
  waiting: ['calibrate', 'calibrate'],
  off: ['calibrate', 'calibrate'],
};
const IN_USE = new Set(['look', 'stand', 'watching', 'waiting']);

export function setUpControls(ask, pictureChanged, silence) {
  for (const button of [main, again, mute, repeat, quiet]) {
    button.addEventListener('click', () => button.dataset.command && ask(button.dataset.command));
  }
  task.addEventListener('change', () => ask('task', task.value));
  full.addEventListener('click', toggleFullScreen);
  full.toggleAttribute('hidden', !document.fullscreenEnabled);
  document.addEventListener('fullscreenchange', () => {
    label(full, document.fullscreenElement ? words.leave_full_screen : words.full_screen);
  });
  hide.addEventListener('click', () => { setHidden(!isHidden()); labelHide(); pictureChanged(); });
  labelHide();
  hurt.addEventListener('click', () => { silence(); ask('hurt'); });
  goOn.addEventListener('click', () => ask('go-on'));
  stopToday.addEventListener('click', () => ask('quit'));
  quit.addEventListener('click', () => dialog.showModal());
  byId('quit-no').addEventListener('click', () => dialog.close());
  byId('quit-yes').addEventListener('click', () => { dialog.close(); ask('quit'); });
  document.addEventListener('keydown', pressKey);
  document.addEventListener('click', letGo);
}

/** Make the buttons say what they do now; ``live`` is false while nobody would hear them. */
export function showControls(view, live) {
  offer(main, MAIN[view.phase], live);
  offer(again, AGAIN[view.phase] || [null, null], live);
  offer(mute, view.muted ? ['unmute', 'unmute'] : ['mute', 'mute'], live);
  offer(repeat, IN_USE.has(view.phase) ? ['repeat', 'repeat'] : [null, null], live);
  offer(quiet, view.snoozed_s > 0 ? ['unsnooze', 'unsnooze'] : ['snooze', 'snooze'], live);
  mute.setAttribute('aria-pressed', view.muted);
  quiet.setAttribute('aria-pressed', view.snoozed_s > 0);
  quit.disabled = hurt.disabled = !live;
  afterHurt.hidden = view.phase !== 'hurt';
  goOn.disabled = stopToday.disabled = !live;
  task.disabled = !live;
  const chosen = view.task_chosen ? view.task : '';
  if (task.value !== chosen && document.activeElement !== task) {
    task.value = chosen;
  }
  fitChosen(task);
}

export function fitTask() {
  fitChosen(task);
}

/** The title of a task, as the choice has it. */
export function taskTitle(view) {
  const option = [...task.options].find((one) => one.value === view.task);
  if (!option || (view.task === 'other' && !view.task_chosen)) {
    return '';
  }
  const title = option.textContent;
  return view.task_chosen ? title : filled(words.task_recognised, { task: title });
}

function offer(button, [name, command] = [null, null], live) {
  button.disabled = !live || !command;
  button.dataset.command = command || '';
  if (name) {
    label(button, words[name]);
  }
}

function label(button, text) {
  const span = button.querySelector('span');
  if (span.textContent !== text) {
    span.textContent = text;
  }
}

function labelHide() {
  hide.setAttribute('aria-pressed', isHidden());
  label(hide, isHidden() ? words.show : words.hide);
}

function toggleFullScreen() {
  const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  change.catch(() => {}); // refused by the browser: the button simply does nothing
}

const OF_THE_CHOICE = new Set(['arrowup', 'arrowdown', 'home', 'end', 'enter', 'tab', 'escape', 'shift']);

function pressKey(event) {
  const elsewhere = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
  if (elsewhere || dialog.open) {
    return;
  }
  const key = event.key.toLowerCase();
  const keys = document.body.dataset.phase === 'hurt' ? KEYS_AFTER : KEYS;
  if (document.body.dataset.phase === 'off' && !['q', 'f', 'p', 'tab', 'enter'].includes(key)) {
    event.preventDefault(); // "press any key to begin again"
    main.click();
    return;
  }
  if (event.target === task && !leftTheChoice(event, key)) {
    return;
  }
  if (key === ' ' && event.target.tagName === 'BUTTON') {
    return; // the browser presses the button that has the focus
  }
  if (key === 't' && !task.disabled && keys === KEYS) {
    event.preventDefault();
    task.focus();
    openChoice();
  } else if (keys[key] && !keys[key].disabled && !keys[key].hidden) {
    event.preventDefault(); // space would scroll
    keys[key].click();
  }
}

// While the list is open its keys do not come here; it may have been closed by Escape, and then
// the choice still has the focus. Who came to it with Tab opens it with Space, as usual.
function leftTheChoice(event, key) {
  if (key === 'escape') {
    task.blur();
  }
  if (OF_THE_CHOICE.has(key) || (key === ' ' && !openedByKey)) {
    return false;
  }
  task.blur();
  return true;
}

function openChoice() {
  openedByKey = true;
  try {
    task.showPicker();
  } catch {
    // an older browser: the choice has the focus, the arrow keys change it
  }
}

// After a click with the mouse, Space means "pause" again, not "this button once more".
function letGo(event) {
  if (event.detail > 0 && event.target.closest && event.target.closest('button')) {
    document.activeElement.blur();
  }
}

task.addEventListener('blur', () => { openedByKey = false; });
task.addEventListener('change', () => {
  if (!task.matches(':focus-visible')) {
    task.blur();
  }
});
