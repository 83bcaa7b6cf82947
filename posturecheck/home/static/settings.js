'use strict';
// The settings: what is chosen is sent as a whole, and kept by posturecheck, not by the browser.

import { ask, byId, read, root, settings, words } from './home.js';

const CAMERAS_EVERY_MS = 1000;
const [form, cameras, camerasSaid, camera] = ['settings', 'cameras', 'cameras-said', 'camera'].map(byId);
const [profile, profileFile, volume] = ['profile', 'profile-file', 'volume'].map(byId);
let turn = 0;

function chosen() {
  const height = byId('height').value.trim().replace(',', '.');
  return {
    camera: camera.value,
    height_cm: height === '' ? null : (Number.isFinite(Number(height)) ? Number(height) : height),
    profile: profile.value || profileFile.value,
    task: byId('task').value,
    voice: byId('voice').checked,
    volume: Number(volume.value),
    slower: byId('slower').checked,
    holds_on: byId('holds-on').checked,
    text_size: form.elements.text_size.value,
    mirror: byId('mirror').checked,
    films: byId('films').value,
    language: byId('language')?.value ?? settings.language,
  };
}

async function save(event) {
  event.preventDefault();
  byId('saved').textContent = '';
  const answer = await ask('settings', chosen());
  if (answer) {
    byId('saved').textContent = answer.said;
    document.documentElement.dataset.text = form.elements.text_size.value;
    const language = byId('language')?.value;
    if (language && language !== document.documentElement.lang) {
      location.reload(); // in it
    }
  }
}

function showProfileFile() {
  const own = profile.value === '';
  profileFile.hidden = !own;
  byId('profile-file-label').hidden = !own;
}

function card({ place, title }) {
  const [label, input, picture, name] = ['label', 'input', 'img', 'span'].map((kind) => document.createElement(kind));
  label.className = 'camera';
  label.dataset.place = place;
  Object.assign(input, { type: 'radio', name: 'camera_card', value: place, checked: camera.value === place, className: 'unseen' });
  input.addEventListener('change', () => { camera.value = place; });
  picture.alt = words.camera_picture.replace('{title}', title);
  name.textContent = title;
  label.append(input, picture, name);
  return label;
}

async function lookForCameras() {
  const found = document.visibilityState === 'visible' ? await read('cameras') : null;
  if (found) {
    const shown = new Map([...cameras.children].map((one) => [one.dataset.place, one]));
    const places = new Set(found.cameras.map((one) => one.place));
    shown.forEach((one, place) => { if (!places.has(place)) { one.remove(); } });
    found.cameras.filter((one) => !shown.has(one.place)).forEach((one) => cameras.append(card(one)));
    turn += 1;
    for (const one of cameras.children) {
      one.querySelector('img').src = `${root}cameras/${one.dataset.place}.jpg?turn=${turn}`;
    }
    if (found.busy) {
      camerasSaid.textContent = words.camera_busy;
    } else {
      const used = settings.camera ? words.camera_chosen.replace('{camera}', settings.camera) : words.camera_any;
      camerasSaid.textContent = found.cameras.length ? used : words.camera_none;
    }
  }
  setTimeout(lookForCameras, CAMERAS_EVERY_MS);
}

async function tryVoice() {
  const kept = await ask('settings', chosen()); // or it would be heard as loud as before
  const answer = kept && await ask('voice');
  if (answer && !answer.played) {
    const sound = await fetch(`${root}sound`).catch(() => null);
    if (sound && sound.ok) {
      new Audio(URL.createObjectURL(await sound.blob())).play().catch(() => {});
    }
  }
}

form.addEventListener('submit', save);
profile.addEventListener('change', showProfileFile);
volume.addEventListener('input', () => { byId('volume-said').textContent = `${volume.value} %`; });
byId('try').addEventListener('click', tryVoice);
showProfileFile();
lookForCameras();
