(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const data = JSON.parse(document.getElementById("compare-data").textContent);
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  // Of each side, null where no film was kept; what is played then moves along the curves.
  const films = all(".side").map((side) => side.querySelector("video"));
  const each = (act) => films.forEach((film, i) => { if (film) act(film, i); });
  const span = data.to - data.from;
  let now = data.from, shift = 0, last = 0, playing = false, rate = 1;

  each((film) => {
    const lost = () => { film.hidden = true; film.nextElementSibling.hidden = false; };
    film.addEventListener("error", lost);
    if (film.error) lost();
  });

  // Seconds of a film at a moment of both; the shift moves the second one to the right.
  const within = (i, t) => t + data.begins[i] - (i ? shift : 0);
  const length = (film) => (Number.isFinite(film.duration) ? film.duration : 0);
  const mark = () => {
    const at = `${(100 * (now - data.from) / span).toFixed(3)}%`;
    all(".plot .now").forEach((line) => { line.setAttribute("x1", at); line.setAttribute("x2", at); });
    const time = byId("time");
    time.value = now;
    time.setAttribute("aria-valuetext", data.words.shift_value.replace("{seconds}", now.toFixed(1)));
  };
  const put = (film, s) => {
    const to = Math.min(Math.max(s, 0), length(film));
    if (Math.abs(film.currentTime - to) > 0.02) film.currentTime = to;
  };
  const show = (t) => {
    now = Math.min(Math.max(t, data.from), data.to);
    each((film, i) => put(film, within(i, now)));
    mark();
  };

  const stop = () => {
    playing = false;
    each((film) => film.pause());
    byId("play").textContent = data.words.play;
  };
  const LATE_S = 0.15; // a film that runs away from the other by more is put back
  const step = (ms) => {
    if (!playing) return;
    now += Math.min((ms - last) / 1000, 0.25) * rate;
    last = ms;
    each((film, i) => {
      const s = within(i, now), inside = s >= 0 && s < length(film);
      if (!inside) { film.pause(); put(film, s); return; }
      film.playbackRate = rate;
      if (!film.seeking && Math.abs(film.currentTime - s) > LATE_S) film.currentTime = s;
      if (film.paused) film.play().catch(() => {});
    });
    if (now >= data.to) { now = data.to; stop(); }
    mark();
    requestAnimationFrame(step);
  };
  byId("play").addEventListener("click", () => {
    if (playing) { stop(); return; }
    if (now >= data.to - 0.05) show(data.from);
    playing = true;
    byId("play").textContent = data.words.pause;
    last = performance.now();
    requestAnimationFrame(step);
  });
  byId("slow").addEventListener("click", (event) => {
    rate = rate === 1 ? 0.5 : 1;
    event.currentTarget.setAttribute("aria-pressed", rate !== 1);
  });
  byId("time").addEventListener("input", (event) => { stop(); show(+event.target.value); });
  const move = (s) => {
    shift = s;
    byId("shift").value = s;
    byId("shift-value").textContent = data.words.shift_value.replace("{seconds}", s.toFixed(1));
    all(".shifted").forEach((curve) => curve.setAttribute("transform", `translate(${1000 * s / span} 0)`));
    if (!playing) show(now);
  };
  byId("shift").addEventListener("input", (event) => move(+event.target.value));
  byId("align").addEventListener("click", () => { stop(); move(0); show(0); });
  all(".plot").forEach((plot) => plot.addEventListener("click", (event) => {
    const box = plot.getBoundingClientRect();
    stop();
    show(data.from + span * (event.clientX - box.left) / box.width);
  }));
  each((film) => film.addEventListener("loadedmetadata", () => show(now)));
  move(0);
})();
