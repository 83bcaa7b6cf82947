(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const all = (selector) => [...document.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const body = document.querySelector(".results tbody");
  if (!body) return;
  const rows = [...body.rows].map((row, first) => ({
    row, first,
    text: row.textContent.toLowerCase(),
    whose: row.dataset.whose,
    over: new Set((row.dataset.over || "").split(" ")),
    keys: [...row.cells].map((cell) => cell.dataset.key ?? ""),
  }));
  const heads = all(".results thead th");
  let column = -1, rising = true;

  // Numbers by size, words as people sort them; what is not known comes last either way.
  const words = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const compare = (a, b) => {
    const x = a.keys[column], y = b.keys[column];
    if (x === "" || y === "") return (x === "") - (y === "") || a.first - b.first;
    const numbers = heads[column].dataset.kind === "number";
    const order = numbers ? Number(x) - Number(y) : words.compare(x, y);
    return (rising ? order : -order) || a.first - b.first;
  };
  const sort = () => {
    const order = column < 0 ? rows : [...rows].sort(compare);
    body.append(...order.map((entry) => entry.row));
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    byId("sort").value = column < 0 ? "" : `${column}`;
  };
  const filter = () => {
    const asked = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const whose = byId("whose").value, over = byId("over").value;
    let count = 0;
    rows.forEach((entry) => {
      const fits = asked.every((word) => entry.text.includes(word)) &&
        (!whose || entry.whose === whose) && (!over || entry.over.has(over));
      entry.row.hidden = !fits;
      count += fits;
    });
    const found = byId("found"), { all, some } = found.dataset;
    found.textContent = count === rows.length ? all : some.replace("{found}", count);
  };
  const by = (wanted, turn) => {
    rising = turn && wanted === column ? !rising
      : wanted >= 0 && heads[wanted].dataset.first !== "descending";
    column = wanted;
    sort();
  };
  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => by(i, true));
  });
  byId("sort").addEventListener("change", (event) =>
    by(event.target.value === "" ? -1 : Number(event.target.value), false));
  byId("search").addEventListener("input", filter);
  ["whose", "over"].forEach((id) => byId(id).addEventListener("change", filter));
  filter();
})();
