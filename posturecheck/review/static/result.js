'use strict';
// One result: marks and remarks are kept as soon as they are set; a new count is followed.

import { ask, byId, read, tell, words } from './home.js';

const { key, whole, range, film_start: filmStart, size, bones } = JSON.parse(
  document.getElementById('page-data').textContent,
);
const EVERY_MS = 500;
const LEAD_S = 1;
const film = byId('film');

function kept(answer, note) {
  if (!answer) {
    return;
  }
  const after = document.querySelectorAll('.counts .after');
  answer.counts.forEach((pair, i) => { after[i].textContent = pair[1]; });
  if (note) {
    note.textContent = answer.said;
  }
  byId('said').textContent = '';
  byId('said').textContent = answer.said;
}

// Moments

for (const box of document.querySelectorAll('.moment')) {
  const note = box.querySelector('.kept');
  const label = box.querySelector('.remark');
  const remark = label.querySelector('textarea');
  const verdict = () => box.querySelector('input:checked').value;
  let last = `${verdict()} ${remark.value}`;
  const keep = async () => {
    const now = `${verdict()} ${remark.value}`;
    if (now === last) {
      return;
    }
    const answer = await ask('mark', {
      key, rule: box.dataset.rule, start_s: Number(box.dataset.start), end_s: Number(box.dataset.end),
      verdict: verdict(), remark: verdict() === 'as_found' ? '' : remark.value,
    });
    last = answer ? now : last;
    kept(answer, note);
  };
  for (const radio of box.querySelectorAll('input[type="radio"]')) {
    radio.addEventListener('change', () => {
      label.hidden = verdict() === 'as_found';
      keep();
    });
  }
  remark.addEventListener('change', keep);
  const watch = box.querySelector('.watch');
  if (watch && film) {
    watch.addEventListener('click', () => {
      film.currentTime = Math.max(0, Number(watch.dataset.at) - LEAD_S - filmStart);
      film.scrollIntoView({ block: 'nearest' });
      film.play();
    });
  }
}

for (const button of document.querySelectorAll('.take-away')) {
  button.addEventListener('click', async () => {
    const of = button.closest('li');
    const { rule, start, end, verdict, remark } = of.dataset;
    const answer = await ask('take-away', {
      key, rule, start_s: Number(start), end_s: Number(end), verdict, remark,
    });
    kept(answer, null);
    if (answer) {
      of.remove();
    }
  });
}

// The whole

const wholeRemark = byId('whole-remark');
async function keepWhole() {
  kept(await ask('remark', { key, remark: wholeRemark.value }), byId('whole-kept'));
}
byId('keep').addEventListener('click', keepWhole);
wholeRemark.addEventListener('change', keepWhole);

// A new count

const [from, to, second, there, figures, stage] = ['from', 'to', 'second', 'there', 'figures', 'stage'].map(byId);

function clock(seconds) {
  const tenths = Math.round(seconds * 10);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}

function secondsOf(text) {
  const parts = text.trim().replace(',', '.').split(':');
  if (parts.length > 3 || !parts.every((part) => /^\d+(\.\d+)?$/.test(part))) {
    return NaN;
  }
  return parts.reduce((sum, part) => 60 * sum + Number(part), 0);
}

function filled(text, values) {
  return Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);
}

function draw(people) {
  figures.replaceChildren();
  for (const person of people) {
    const figure = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    figure.dataset.number = person.number;
    const points = [...person.points];
    points.push(middle(points[5], points[6]), middle(points[13], points[14]));
    for (const kind of ['edge', 'bone']) {
      for (const [a, b] of bones) {
        if (points[a] && points[b]) {
          const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
          line.setAttribute('class', kind);
          line.setAttribute('x1', points[a][0] * size[0]);
          line.setAttribute('y1', points[a][1] * size[1]);
          line.setAttribute('x2', points[b][0] * size[0]);
          line.setAttribute('y2', points[b][1] * size[1]);
          figure.append(line);
        }
      }
    }
    const box = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    const seen = points.filter(Boolean);
    const xs = seen.map((p) => p[0] * size[0]), ys = seen.map((p) => p[1] * size[1]);
    const edge = size[1] / 40;
    box.setAttribute('x', Math.min(...xs) - edge);
    box.setAttribute('y', Math.min(...ys) - edge);
    box.setAttribute('width', Math.max(...xs) - Math.min(...xs) + 2 * edge);
    box.setAttribute('height', Math.max(...ys) - Math.min(...ys) + 2 * edge);
    figure.append(box);
    figure.addEventListener('click', () => {
      const radio = there.querySelector(`[data-number="${person.number}"]`);
      radio.checked = true;
      radio.dispatchEvent(new Event('change', { bubbles: true }));
      radio.focus();
    });
    figures.append(figure);
  }
}

function middle(a, b) {
  return a && b ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : null;
}

function offer(now) {
  const chosen = there.querySelector('input:checked');
  const before = chosen && chosen.dataset.number;
  there.replaceChildren();
  for (const person of now.people) {
    const label = document.createElement('label');
    label.className = 'tick';
    const radio = document.createElement('input');
    radio.type = 'radio';
    radio.name = 'person';
    radio.value = `${person.at[0].toFixed(4)},${person.at[1].toFixed(4)}@${now.t_s.toFixed(3)}`;
    radio.dataset.number = person.number;
    radio.checked = before === String(person.number);
    const said = document.createElement('span');
    said.textContent = filled(words.one_person, { number: person.number, side: words[person.side], seconds: person.seconds });
    label.append(radio, said);
    there.append(label);
  }
  if (before && !there.querySelector('input:checked')) {
    document.querySelector('#choices input').checked = true;
  }
  if (!now.people.length) {
    there.textContent = words.nobody_then;
  }
  paint();
}

function paint() {
  const chosen = there.querySelector('input:checked');
  for (const figure of figures.children) {
    figure.classList.toggle('chosen', Boolean(chosen) && figure.dataset.number === chosen.dataset.number);
  }
}

let asked = 0;
async function look() {
  const t = Number(second.value);
  byId('second-said').textContent = filled(words.at, { time: clock(t) });
  second.setAttribute('aria-valuetext', clock(t));
  if (back) {
    back.currentTime = Math.max(0, t - filmStart);
  }
  const mine = ++asked;
  const now = await read(`result/${key}/people?t=${t}`);
  if (now && mine === asked) {
    draw(now.people);
    offer(now);
  }
}

let back = null;
if (second) {
  figures.setAttribute('viewBox', `0 0 ${size[0]} ${size[1]}`);
  if (film) {
    back = document.createElement('video');
    back.muted = true;
    back.preload = 'auto';
    back.tabIndex = -1;
    back.setAttribute('aria-hidden', 'true');
    back.src = film.src;
    stage.prepend(back);
  }
  second.addEventListener('input', look);
  document.querySelector('.people').addEventListener('change', (event) => {
    if (event.target.name === 'person') {
      paint();
    }
  });
  byId('whole').addEventListener('click', () => {
    from.value = clock(whole[0]);
    to.value = clock(whole[1]);
  });
  byId('begin').addEventListener('click', begin);
  byId('stop-count').addEventListener('click', () => ask('stop-count'));
  look();
  read('counting').then((now) => {
    if (now && now.running && now.name === key) {
      follow();
    }
  });
}

async function begin() {
  const seconds = [secondsOf(from.value), secondsOf(to.value)];
  if (!(seconds[0] < seconds[1])) {
    tell(words.wrong_time);
    from.focus();
    return;
  }
  const all = seconds.every((s, i) => clock(s) === clock(whole[i]));
  const same = range && seconds.every((s, i) => clock(s) === clock(range[i]));
  const person = document.querySelector('input[name="person"]:checked').value;
  if (await ask('count', { key, range: all ? null : same ? range : seconds, person })) {
    follow();
  }
}

async function follow() {
  const [bar, said] = ['counting', 'counting-said'].map(byId);
  byId('begin').disabled = true;
  byId('stop-count').hidden = bar.hidden = false;
  said.textContent = words.counting;
  for (;;) {
    const now = await read('counting');
    if (now && !now.running) {
      said.textContent = now.said;
      break;
    }
    if (now && now.share > 0) {
      bar.value = now.share;
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  byId('begin').disabled = false;
  byId('stop-count').hidden = bar.hidden = true;
  const after = await read('counting');
  if (after && after.share === 1 && !after.failed) {
    location.reload();
  }
}
