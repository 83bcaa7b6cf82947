'use strict';
// How far the trunk bends, rounds and twists: a number, how sure it is, and the limits in force.
// The bar grows thicker at each limit, so that it can be read without its colours.

import { byId, filled, gauges, mirror, words } from './data.js';

const SVG = 'http://www.w3.org/2000/svg';
const NUMBER_EVERY_MS = 250; // digits that change faster cannot be read
const NEEDLE = 14;

class Gauge {
  constructor(name) {
    this.scale = gauges[name];
    this.name = name;
    this.box = byId(name);
    this.value = this.box.querySelector('.gauge-value');
    this.sign = this.box.querySelector('.gauge-sign');
    this.writtenMs = -Infinity;
    this.written = '';
    this.bar = this.box.querySelector('.gauge-bar');
    this.labels = this.box.querySelector('.gauge-limits');
    this.builtMs = -Infinity;
    this.built = '';
    this.limit(null);
  }

  share(value) {
    const { low, high } = this.scale;
    const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
    return low < 0 && mirror ? 1 - share : share; // a person's left is at the left end, as in a mirror
  }

  /** Show the limits in force: [amber, red] (null for none), or null for the profile's own. */
  limit(inForce) {
    const { amber, red } = this.scale;
    const limits = inForce || [amber, red];
    const now = performance.now();
    if (String(limits) !== this.built && now - this.builtMs >= NUMBER_EVERY_MS) {
      this.built = String(limits);
      this.builtMs = now;
      this.bar.replaceChildren();
      this.labels.replaceChildren();
      this.build(this.bar, this.labels, limits);
    }
  }

  build(bar, limits, [amber, red]) {
    const { low, high } = this.scale;
    const sides = low < 0 ? [1, -1] : [1];
    const redAt = Math.min(red ?? high, high); // no limit is null
    const amberAt = Math.min(amber ?? redAt, redAt);
    const parts = [['free', 0, amberAt, 40], ['amber', amberAt, redAt, 70], ['red', redAt, high, 100]];
    for (const [kind, start, end, tall] of parts) {
      if (start >= end) {
        continue;
      }
      for (const side of sides) {
        const ends = [this.share(side * start), this.share(side * end)].sort((a, b) => a - b);
        rect(bar, `part-${kind}`, 1000 * ends[0], 100 - tall, 1000 * (ends[1] - ends[0]), tall);
        if (start > 0) {
          const at = this.share(side * start);
          rect(bar, 'limit-mark', 1000 * at - 2.5, 0, 5, 100);
          const place = `${kind === 'red' ? 'outer' : 'inner'}-${side * (low < 0 ? 1 : -1) > 0 ? 'left' : 'right'}`;
          limits.append(labelAt(at, `${Math.round(start)}°`, sides.length > 1 ? place : ''));
        }
      }
    }
    this.spread = rect(bar, 'spread', 0, 0, 0, 100);
    this.needleEdge = rect(bar, 'needle-edge', 0, -14, 2 * NEEDLE, 128);
    this.needle = rect(bar, 'needle', 0, -8, NEEDLE, 116);
  }

  show({ value, sd, severity, limits }) {
    this.limit(limits);
    const known = value !== null;
    this.box.classList.toggle('unknown', !known);
    for (const part of [this.spread, this.needle, this.needleEdge]) {
      part.toggleAttribute('hidden', !known);
    }
    this.box.dataset.severity = severity || '';
    this.sign.toggleAttribute('hidden', !severity);
    this.sign.firstElementChild.setAttribute('href', `#sign-${severity || 'calm'}`);
    if (known) {
      this.move(value, sd === null ? 0 : sd);
    }
    this.write(known, value, sd);
  }

  move(value, sd) {
    const at = 1000 * this.share(value);
    const ends = [this.share(value - sd), this.share(value + sd)].sort((a, b) => a - b);
    this.spread.setAttribute('x', 1000 * ends[0]);
    this.spread.setAttribute('width', 1000 * (ends[1] - ends[0]));
    this.needle.setAttribute('x', at - NEEDLE / 2);
    this.needleEdge.setAttribute('x', at - NEEDLE);
  }

  write(known, value, sd) {
    const now = performance.now();
    if (known === (this.written !== '') && now - this.writtenMs < NUMBER_EVERY_MS) {
      return;
    }
    this.writtenMs = now;
    const written = known ? `${Math.abs(Math.round(value))}° ${sd === null ? '' : `±${Math.round(sd)}`}` : '';
    if (written === this.written && this.value.hasChildNodes()) {
      return;
    }
    this.written = written;
    const [number, spread] = written.split(' ');
    this.value.replaceChildren(known ? `${number} ` : words.not_seen, known ? small(spread) : '');
    if (known) {
      this.box.setAttribute('aria-valuenow', Math.round(value));
    }
    this.box.setAttribute('aria-valuetext', known ? this.spoken(value, sd) : words.not_seen);
  }

  spoken(value, sd) {
    const size = Math.abs(Math.round(value));
    const sided = this.scale.low < 0 && size > 0;
    const side = sided ? (value > 0 ? '_left' : '_right') : '';
    return filled(words[`gauge_spoken${side}`], { value: size, sd: sd === null ? '?' : Math.round(sd) });
  }
}

function rect(parent, kind, x, y, width, height) {
  const made = document.createElementNS(SVG, 'rect');
  made.setAttribute('class', kind);
  Object.entries({ x, y, width, height }).forEach(([name, value]) => made.setAttribute(name, value));
  parent.append(made);
  return made;
}

function labelAt(share, text, place) {
  const label = document.createElement('span');
  label.className = place;
  label.textContent = text;
  label.style.left = `${100 * share}%`;
  return label;
}

function small(text) {
  const made = document.createElement('small');
  made.textContent = text;
  return made;
}

const all = Object.keys(gauges).map((name) => new Gauge(name));

export function showGauges(head) {
  all.forEach((gauge) => gauge.show(head[gauge.name]));
}
