'use strict';
// What the server wrote into the page: the words, the bones, the gauges' ends and limits.

const data = JSON.parse(document.getElementById('page-data').textContent);

export const { words, bones, seen, gauges, mirror } = data;

export function byId(id) {
  return document.getElementById(id);
}

/** Fill "{name}" in a text. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
