'use strict';
// The picture as a mirror (or as the camera has it), and the lines of the body over it.
// Nothing written is mirrored.

import { bones, byId, mirror, seen, words } from './data.js';

const canvas = byId('picture');
const paint = canvas.getContext('2d', { alpha: false });
const GROUND = '#0e1116';
const HIDDEN_GROUND = '#1c2531';
const WIDEST_PX = 960;
const TRUNK = bones.length - 1;
const HEAD = [0, 3, 4]; // nose and ears

let last = null; // what is drawn again when the window changes its size
let hidden = sessionStorage.getItem('picture') === 'hidden';

export function isHidden() {
  return hidden;
}

export function setHidden(yes) {
  hidden = yes;
  sessionStorage.setItem('picture', yes ? 'hidden' : 'shown');
  canvas.setAttribute('aria-label', yes ? words.picture_hidden : words.picture);
  redraw();
}

/** How wide a picture is worth sending: 0 where none is shown. */
export function wantedPx() {
  const inSight = !hidden && document.visibilityState === 'visible';
  return inSight ? Math.max(160, canvas.width) : 0;
}

export function fitToBox() {
  const box = canvas.getBoundingClientRect();
  const finer = Math.min(window.devicePixelRatio || 1, Math.max(1, WIDEST_PX / box.width));
  const [width, height] = [Math.round(box.width * finer), Math.round(box.height * finer)];
  if (width && height && (canvas.width !== width || canvas.height !== height)) {
    canvas.width = width;
    canvas.height = height;
    redraw();
  }
}

/** Decode and draw a view's picture at the screen's next turn; the time it was drawn, or null. */
export async function show(head, jpeg) {
  const bitmap = jpeg ? await createImageBitmap(jpeg).catch(() => null) : null;
  if (last && last.bitmap && last.bitmap !== bitmap) {
    last.bitmap.close();
  }
  last = { bitmap, size: head.size, pose: head.pose };
  if (head.size) {
    canvas.closest('main').style.setProperty('--aspect', head.size[0] / head.size[1]);
  }
  if (document.visibilityState !== 'visible') {
    return null;
  }
  await nextTurn();
  redraw();
  return bitmap ? Date.now() : null;
}

// A window that is covered gets no turns; the stream must go on for its sound.
function nextTurn() {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, 250);
    requestAnimationFrame(() => { clearTimeout(late); resolve(); });
  });
}

function redraw() {
  paint.setTransform(1, 0, 0, 1, 0, 0);
  paint.fillStyle = GROUND;
  paint.fillRect(0, 0, canvas.width, canvas.height);
  if (!last || !last.size) {
    return;
  }
  const [width, height] = last.size;
  const scale = Math.min(canvas.width / width, canvas.height / height);
  const [w, h] = [width * scale, height * scale];
  const side = mirror ? -1 : 1;
  paint.setTransform(side, 0, 0, 1, (canvas.width - side * w) / 2, (canvas.height - h) / 2);
  if (last.bitmap && !hidden) {
    paint.drawImage(last.bitmap, 0, 0, w, h);
  } else {
    paint.fillStyle = HIDDEN_GROUND;
    paint.fillRect(0, 0, w, h);
  }
  if (last.pose) {
    drawBody(last.pose, w, h);
  }
}

function drawBody(pose, w, h) {
  const points = pose.points.map((point) => point && [point[0] * w, point[1] * h]);
  const unit = unitOf(points, w, h);
  paint.lineCap = 'round';
  for (const [colour, trunkColour, wide] of [[GROUND, GROUND, 1.9], ['#fff', '#50cdff', 0.9]]) {
    bones.forEach(([a, b], i) => {
      const [seenA, seenB] = [pose.visibility[a] >= seen, pose.visibility[b] >= seen];
      if (!points[a] || !points[b] || !(seenA || seenB)) {
        return;
      }
      paint.strokeStyle = i === TRUNK ? trunkColour : colour;
      paint.lineWidth = Math.max(1.5, wide * unit * (i === TRUNK ? 1.3 : 1));
      paint.setLineDash(seenA && seenB ? [] : [1.6 * unit, 2.6 * unit]);
      paint.beginPath();
      paint.moveTo(...points[a]);
      paint.lineTo(...points[b]);
      paint.stroke();
    });
  }
  paint.setLineDash([]);
  if (hidden) {
    drawHead(points, pose.visibility);
  }
}

// Where the picture is hidden, a body without a head would be an odd sight.
function drawHead(points, visibility) {
  const [top, bottom] = bones[TRUNK].map((i) => points[i]);
  const head = HEAD.filter((i) => points[i] && visibility[i] >= seen).map((i) => points[i]);
  if (!head.length || !top || !bottom) {
    return;
  }
  const [x, y] = [0, 1].map((axis) => head.reduce((sum, point) => sum + point[axis], 0) / head.length);
  paint.strokeStyle = '#fff';
  paint.beginPath();
  paint.arc(x, y, 0.18 * Math.hypot(top[0] - bottom[0], top[1] - bottom[1]), 0, 2 * Math.PI);
  paint.stroke();
}

// Lines as thick as in the annotated video; thinner for somebody small in the picture.
function unitOf(points, w, h) {
  const unit = Math.min(h, 0.93 * w) / 100;
  const [top, bottom] = bones[TRUNK].map((i) => points[i]);
  if (!top || !bottom) {
    return unit;
  }
  const trunk = Math.hypot(top[0] - bottom[0], top[1] - bottom[1]);
  return Math.min(unit, Math.max(0.5 * unit, 0.035 * trunk));
}
