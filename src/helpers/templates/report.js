"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const figures = read("figures");
  const data = read("evidence-data");
  const form = document.getElementById("filters");
  const body = document.getElementById("rows");
  const more = document.getElementById("more");
  const shown = document.getElementById("shown");
  const KEYS = ["actor", "other", "issue", "side", "kind", "resolution", "outlet", "period", "words"];
  const PAGE = 50;

  const rows = data.rows.map((values) => {
    const row = Object.fromEntries(data.columns.map((name, index) => [name, values[index]]));
    row.article = data.documents[row.document];
    row.side = row.agreement === null ? null : row.agreement > 0 ? "supports" : row.agreement < 0 ? "opposes" : "neither";
    row.haystack = [row.before, row.text, row.after, row.speaker, row.cue, row.article.title, row.article.outlet,
      row.article.source, data.names[row.actor], data.issues[row.issue]].join(" ").toLowerCase();
    return row;
  });
  const issuesOf = (actor) => new Set(rows.filter((row) => row.actor === actor && row.issue).map((row) => row.issue));

  // The filter is the part of the address after the #: it can be linked to, and "back" undoes it.
  function currentFilter() {
    const given = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    return new Map(KEYS.filter((key) => given.has(key)).map((key) => [key, given.get(key)]));
  }

  const TESTS = {
    issue: (row, value) => row.issue === value,
    side: (row, value) => row.side === value,
    kind: (row, value) => row.kind === value,
    resolution: (row, value) => row.resolution === value,
    outlet: (row, value) => (row.article.outlet || "") === value,
    period: (row, value) => (value ? (row.article.published || "").startsWith(value) : !row.article.published),
    words: (row, value) => value.toLowerCase().split(/\s+/).every((word) => row.haystack.includes(word)),
  };

  function matching(filter) {
    const actors = ["actor", "other"].filter((key) => filter.has(key)).map((key) => filter.get(key));
    const others = filter.has("other") ? issuesOf(filter.get("other")) : null;
    const shared = actors.length === 2 ? new Set([...issuesOf(actors[0])].filter((issue) => others.has(issue))) : null;
    return rows.filter((row) => (!actors.length || actors.includes(row.actor)) && (!shared || shared.has(row.issue)) &&
      Object.entries(TESTS).every(([key, test]) => !filter.has(key) || test(row, filter.get(key))));
  }

  function element(tag, text, className) {
    const node = document.createElement(tag);
    if (text !== undefined && text !== null) node.textContent = text;
    if (className) node.className = className;
    node.dir = "auto";
    return node;
  }

  function cell(...nodes) {
    const td = element("td");
    td.append(...nodes);
    return td;
  }

  function rowElement(row) {
    const tr = document.createElement("tr");
    tr.dataset.id = row.id;
    const sentence = element("div");
    sentence.append(element("span", row.before, "rest"), element("mark", row.text), element("span", row.after, "rest"));
    const who = [element("strong", row.actor === null ? "unknown actor" : data.names[row.actor])];
    if (row.issue !== null) {
      who.push(element("div", data.issues[row.issue]),
        element("span", `${row.side === "neither" ? "takes neither side" : row.side} (${signed(row.agreement)})`, `side ${row.side}`));
    } else {
      who.push(element("small", "on none of the issues"));
    }
    const how = [element("div", row.kind)];
    if (row.speaker !== null) how.push(element("div", `speaker: ${row.speaker}`));
    if (row.cue !== null) how.push(element("div", `cue: ${row.cue}`));
    if (row.resolution !== null) how.push(element("small", `speaker named: ${row.resolution}`));
    if (row.rationale) how.push(element("small", `decided by: ${row.rationale}`));
    how.push(element("small", `confidence ${row.confidence.toFixed(2)}`));
    const article = [element("div", row.article.title || row.document),
      element("small", [row.article.outlet || "no outlet", row.article.published || "no date"].join(", ")),
      element("small", row.article.source)];
    tr.append(cell(...who), cell(sentence), cell(...how), cell(...article));
    return tr;
  }

  function signed(value) {
    const text = value.toFixed(2).replace("-", "−");
    return value > 0 ? `+${text}` : text;
  }

  let found = [];
  let count = 0;

  function showMore() {
    const next = found.slice(count, count + PAGE);
    body.append(...next.map(rowElement));
    count += next.length;
    more.hidden = count >= found.length;
  }

  function describe(filter) {
    const names = { actor: data.names, other: data.names, issue: data.issues };
    return [...filter].map(([key, value]) => `${key}: ${(names[key] || {})[value] || value || "none"}`).join("; ");
  }

  function apply() {
    const filter = currentFilter();
    for (const field of form.elements) {
      const typing = field.name === "words" && field === document.activeElement;
      if (field.name && !typing) field.value = filter.get(field.name) || "";
    }
    found = matching(filter);
    count = 0;
    body.replaceChildren();
    showMore();
    const total = `${found.length} of ${rows.length}`;
    shown.textContent = found.length
      ? `${total} shown${filter.size ? ` (${describe(filter)})` : ""}.`
      : `No evidence${filter.size ? ` for this filter (${describe(filter)})` : ""}.`;
  }

  function setFilter(filter, quietly) {
    const hash = "#" + (filter.size ? new URLSearchParams([...filter]).toString() : "evidence=all");
    if (quietly) {
      location.replace(hash);
    } else {
      location.hash = hash;
    }
  }

  function goToEvidence() {
    const title = document.getElementById("evidence-title");
    title.focus({ preventScroll: true });
    title.scrollIntoView();
  }

  for (const [name, values] of [["actor", data.names], ["issue", data.issues]]) {
    for (const [value, text] of Object.entries(values)) form.elements[name].append(new Option(text, value));
  }
  for (const kind of [...new Set(rows.map((row) => row.kind))].sort()) form.elements.kind.append(new Option(kind, kind));

  form.addEventListener("input", (event) => {
    const filter = currentFilter();
    const { name, value } = event.target;
    if (value) filter.set(name, value); else filter.delete(name);
    if (name === "actor") filter.delete("other");
    setFilter(filter, true);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("clear").addEventListener("click", () => setFilter(new Map(), true));
  more.addEventListener("click", () => {
    const first = count;
    showMore();
    body.rows[first].tabIndex = -1;
    body.rows[first].focus();
  });
  window.addEventListener("hashchange", () => {
    apply();
    if (location.hash.includes("=") && !form.contains(document.activeElement)) goToEvidence();
  });

  function onClick(event) {
    const point = event.points[0];
    const keys = point.data.meta && point.data.meta.keys;
    const values = point.customdata;
    if (!keys || !values) return;
    const filter = new Map(keys.map((key, index) => [key, values[index]]).filter(([, value]) => value !== null));
    if (filter.size) setFilter(filter, false);
  }

  for (const holder of document.querySelectorAll("[data-chart]")) {
    const figure = figures[holder.dataset.chart];
    const config = { responsive: true, displaylogo: false, modeBarButtons: [["toImage"]], typesetMath: false };
    Plotly.newPlot(holder, figure.data, figure.layout, config).then((chart) => chart.on("plotly_click", onClick));
  }

  // Charts are as wide as the window, which a sheet of paper is not.
  const charts = () => document.querySelectorAll("[data-chart]");
  window.addEventListener("beforeprint", () => charts().forEach((chart) => Plotly.relayout(chart, { width: 680 })));
  window.addEventListener("afterprint", () => charts().forEach((chart) =>
    Plotly.relayout(chart, { width: null, autosize: true })));

  apply();
  if (currentFilter().size) goToEvidence();
})();
