'use strict';
// Says a cue where the computer itself has no sound: one at a time, the newest wins.
// Only sounds from the session or a voice of this computer; nothing is sent anywhere.

import { byId } from './data.js';

const WORDS_PER_MINUTE = 0.85; // of the usual 175 or so: about 150
const STILL_NEWS_MS = 4000; // what was said longer ago is not repeated at the first tap
const tap = byId('tap-for-sound');

let newest = 0;
let playing = null;
let waiting = null; // what the browser did not let us say until somebody taps

export async function say({ number, text }) {
  if (number <= newest) {
    return;
  }
  hush();
  newest = number;
  const sound = await fetched(text);
  if (number !== newest) {
    return; // newer words came meanwhile
  }
  if (sound) {
    play(sound, text);
  } else {
    speak(text);
  }
}

export function hush() {
  if (playing) {
    playing.pause();
    playing = null;
  }
  window.speechSynthesis?.cancel();
}

async function fetched(text) {
  try {
    const answer = await fetch(`sound?text=${encodeURIComponent(text)}`);
    return answer.ok ? await answer.blob() : null;
  } catch {
    return null;
  }
}

async function play(sound, text) {
  const address = URL.createObjectURL(sound);
  const audio = new Audio(address);
  audio.onended = () => URL.revokeObjectURL(address);
  playing = audio;
  try {
    await audio.play();
  } catch (error) {
    if (error.name === 'NotAllowedError') {
      askForTap(() => audio.play());
    } else if (error.name !== 'AbortError') { // AbortError: hushed before it began
      speak(text);
    }
  }
}

function speak(text) {
  const voices = window.speechSynthesis ? speechSynthesis.getVoices() : [];
  const language = document.documentElement.lang;
  const voice = voices.find((one) => one.localService === true && one.lang.startsWith(language));
  if (!voice) {
    return; // the words are on the screen
  }
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.rate = WORDS_PER_MINUTE;
  words.onerror = (event) => {
    if (event.error === 'not-allowed') {
      askForTap(() => speechSynthesis.speak(words));
    }
  };
  speechSynthesis.speak(words);
}

function askForTap(again) {
  waiting = { again, sinceMs: performance.now() };
  tap.hidden = false;
}

function tapped() {
  if (!waiting) {
    return;
  }
  const { again, sinceMs } = waiting;
  waiting = null;
  tap.hidden = true;
  if (performance.now() - sinceMs < STILL_NEWS_MS) {
    again();
  }
}

document.addEventListener('pointerdown', tapped, true);
document.addEventListener('keydown', tapped, true);
window.speechSynthesis?.getVoices(); // browsers load the list at the first question
