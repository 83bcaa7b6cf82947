'use strict';
// The guide of the first time: five steps, of which two look through the camera. Those are
// sessions of their own, begun and ended here; between them the camera is off.

import { Link } from '../watch/static/link.js';
import { fitToBox, show, wantedPx } from '../watch/static/picture.js';
import { ask, byId, root, settings, words } from './home.js';

const LOOKS = { camera: 'look', bend: 'bend' }; // what is asked of the session behind a step
const LOUDER_BY = 20;
const parts = [...document.querySelectorAll('.part')];
const [live, cue, sign, ring, headline, detail, how] = ['live', 'cue', 'sign', 'ring', 'headline', 'detail', 'how'].map(byId);
const [volume, slower, holdsOn] = ['volume', 'slower', 'holds-on'].map(byId);

let now = 0;
let moving = false; // from one step to another: a camera takes a second
let link = null;
let said = 0;

function takeView(head, jpeg) {
  const ringed = head.progress !== null;
  cue.dataset.tone = head.tone;
  sign.firstElementChild.setAttribute('href', `#sign-${head.tone}`);
  sign.toggleAttribute('hidden', ringed);
  ring.toggleAttribute('hidden', !ringed);
  ring.querySelector('.ring-done').style.strokeDasharray = `${100 * (head.progress || 0)} 100`;
  write(headline, head.headline);
  write(detail, head.detail);
  live.hidden = !LOOKS[parts[now].dataset.part];
  return show(head, jpeg);
}

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function takeNote(note) {
  if (note.say && note.say.number > said) {
    said = note.say.number;
    play(`${root}watch/sound?text=${encodeURIComponent(note.say.text)}`);
  }
}

async function play(address) {
  const answer = await fetch(address).catch(() => null);
  if (answer && answer.ok) {
    const sound = URL.createObjectURL(await answer.blob());
    const audio = new Audio(sound);
    audio.onended = () => URL.revokeObjectURL(sound);
    audio.play().catch(() => {}); // the words are on the page
  }
}

function openLink() {
  if (!link) {
    link = new Link({ canvasPx: wantedPx, view: takeView, note: takeNote, state: () => {} }, '../watch/');
    link.open();
  } else {
    link.send({ canvas_px: wantedPx() });
  }
}

async function askAloud() {
  await remember({ volume: Number(volume.value), slower: slower.checked });
  const answer = await ask('hear');
  if (answer && !answer.played) {
    play(`${root}sound/heard`);
  }
}

function remember(some) {
  Object.assign(settings, some);
  return ask('remember', some);
}

function makeLouder() {
  const full = Number(volume.value) >= 100;
  volume.value = Math.min(100, Number(volume.value) + LOUDER_BY);
  showVolume();
  byId('sound-full').textContent = full ? words.guide_sound_full : '';
  if (!full) {
    askAloud();
  }
}

function showVolume() {
  byId('volume-said').textContent = `${volume.value} %`;
}

async function go(to) {
  if (moving || to < 0 || to >= parts.length) {
    return;
  }
  moving = true;
  const [from, part] = [parts[now], parts[to]];
  from.hidden = true;
  live.hidden = true;
  if (LOOKS[from.dataset.part]) {
    await ask('guide-part', null);
  }
  now = to;
  part.hidden = false;
  byId('where').textContent = words.guide_where.replace('{step}', to + 1).replace('{steps}', parts.length);
  part.querySelector('h1').focus();
  const look = LOOKS[part.dataset.part];
  if (look) {
    how.toggleAttribute('hidden', look !== 'bend');
    live.dataset.look = look;
    part.querySelector('.live-place').append(live);
    [cue.dataset.tone, headline.textContent, detail.textContent] = ['calm', '', ''];
    if (await ask('guide-part', look)) {
      live.hidden = false;
      fitToBox();
      openLink();
    }
  } else if (part.dataset.part === 'sound') {
    askAloud();
  }
  moving = false;
}

async function leave() {
  await ask('guide-part', null);
  await remember({ guided: true });
  location.href = root;
}

async function watchNow() {
  await remember({ guided: true });
  const answer = await ask('begin');
  if (answer && answer.go) {
    location.href = root + answer.go;
  }
}

for (const button of document.querySelectorAll('.next')) {
  button.addEventListener('click', () => go(now + 1));
}
for (const button of document.querySelectorAll('.before')) {
  button.addEventListener('click', () => go(now - 1));
}
for (const button of [byId('skip'), ...document.querySelectorAll('.done')]) {
  button.addEventListener('click', leave);
}
byId('hurt').addEventListener('click', () => { if (link) { link.send({ command: 'hurt' }); } });
byId('watch-now').addEventListener('click', watchNow);
byId('louder').addEventListener('click', makeLouder);
byId('ask-again').addEventListener('click', askAloud);
volume.addEventListener('input', showVolume);
volume.addEventListener('change', askAloud);
slower.addEventListener('change', askAloud);
holdsOn.addEventListener('change', () => remember({ holds_on: holdsOn.checked }));
byId('not-yet').addEventListener('click', () => {
  byId('ask-first').textContent = words.guide_therapist_ask;
  byId('done-early').hidden = false;
  byId('agreed').classList.remove('main');
});
new ResizeObserver(() => { fitToBox(); if (link) { link.send({ canvas_px: wantedPx() }); } }).observe(byId('picture'));
