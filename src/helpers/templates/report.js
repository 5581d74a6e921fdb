"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const figures = read("figures");
  const data = read("evidence-data");
  const form = document.getElementById("filters");
  const body = document.getElementById("rows");
  const more = document.getElementById("more");
  const shown = document.getElementById("shown");
  const KEYS = ["actor", "other", "issue", "side", "kind", "resolution", "outlet", "period", "from", "to", "words"];
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
    from: (row, value) => (row.article.published || "") >= value,
    to: (row, value) => Boolean(row.article.published) && row.article.published <= value,
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

  // Two actors on the issues that both speak about, the widest apart first.
  const pairForm = document.getElementById("pair");

  function sideElement(actor, issue, all) {
    const side = element("div");
    side.append(element("h4", data.names[actor]));
    for (const row of all.slice(0, 2)) {
      side.append(element("span", row.side === "neither" ? "takes neither side" : row.side, `side ${row.side}`),
        element("blockquote", row.text),
        element("p", [row.article.title || row.document, row.article.outlet, row.article.published || "no date",
          `confidence ${row.confidence.toFixed(2)}`].filter(Boolean).join(", "), "source"));
    }
    const words = all.length === 1 ? "Its evidence" : `All ${all.length} statements`;
    const link = element("a", words);
    link.href = "#" + new URLSearchParams({ actor, issue });
    link.setAttribute("aria-label", `${words}: ${data.names[actor]} on ${data.issues[issue]}`);
    side.append(link);
    return side;
  }

  function showPair(actors) {
    const holder = document.getElementById("pair-issues");
    const said = (actor, issue) => rows.filter((row) => row.actor === actor && row.issue === issue)
      .sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1));
    const mean = (all) => all.reduce((sum, row) => sum + row.agreement, 0) / all.length;
    const others = issuesOf(actors[1]);
    const shared = actors[0] === actors[1] ? [] : [...issuesOf(actors[0])].filter((issue) => others.has(issue))
      .map((issue) => ({ issue, sides: actors.map((actor) => said(actor, issue)) }))
      .map((entry) => ({ ...entry, gap: Math.abs(mean(entry.sides[0]) - mean(entry.sides[1])) }))
      .sort((a, b) => b.gap - a.gap || (a.issue < b.issue ? -1 : 1));
    holder.replaceChildren(...shared.map(({ issue, sides }) => {
      const part = element("article", null, "pair-issue");
      const columns = element("div", null, "sides");
      // Of an actor that says both, what it says more often comes first.
      const ordered = sides.map((all) => [...all].sort((a, b) => Math.sign(mean(all)) * (b.agreement - a.agreement)));
      columns.append(...actors.map((actor, at) => sideElement(actor, issue, ordered[at])));
      const opposed = mean(sides[0]) * mean(sides[1]) < 0;
      part.append(element("h3", `${data.issues[issue]}${opposed ? ": opposite sides" : ""}`), columns);
      return part;
    }));
    if (!shared.length) {
      holder.append(element("p", actors[0] === actors[1] ? "Choose two different actors."
        : "No data: they speak about no common issue.", "nothing"));
    }
  }

  function choosePair(actors) {
    if (!pairForm) return;
    const known = (actor) => [...pairForm.elements.actor.options].some((option) => option.value === actor);
    if (!actors.every(known)) return;
    [pairForm.elements.actor.value, pairForm.elements.other.value] = actors;
    showPair(actors);
  }

  if (pairForm) {
    const speakers = new Set(rows.filter((row) => row.issue !== null).map((row) => row.actor));
    for (const select of [pairForm.elements.actor, pairForm.elements.other]) {
      for (const [value, text] of Object.entries(data.names)) if (speakers.has(value)) select.append(new Option(text, value));
    }
    pairForm.addEventListener("change", () => showPair([pairForm.elements.actor.value, pairForm.elements.other.value]));
    pairForm.addEventListener("submit", (event) => event.preventDefault());
    choosePair(data.pair);
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
    if (filter.has("actor") && filter.has("other")) choosePair([filter.get("actor"), filter.get("other")]);
    document.getElementById("link").href = address(filter);
    const total = `${found.length} of ${rows.length}`;
    shown.textContent = found.length
      ? `${total} shown${filter.size ? ` (${describe(filter)})` : ""}.`
      : `No evidence${filter.size ? ` for this filter (${describe(filter)})` : ""}.`;
  }

  function address(filter) {
    return "#" + (filter.size ? new URLSearchParams([...filter]).toString() : "evidence=all");
  }

  function setFilter(filter, quietly) {
    const hash = address(filter);
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

  // A filter was set from here; the reader may want to come back.
  const back = document.getElementById("back");
  let origin = null;

  function leave(place) {
    origin = place;
    back.hidden = false;
  }

  back.addEventListener("click", () => {
    back.hidden = true;
    origin.focus({ preventScroll: true });
    origin.scrollIntoView({ block: "center" });
  });

  function filterOf(trace, values) {
    const keys = trace.meta && trace.meta.keys;
    if (!keys || !values) return new Map();
    return new Map(keys.map((key, index) => [key, values[index]]).filter(([, value]) => value !== null && value !== undefined));
  }

  function onClick(event) {
    const point = event.points[0];
    const filter = filterOf(point.data, point.customdata);
    if (!filter.size) return;
    leave(document.getElementById(`chart-${this.dataset.chart}`).querySelector(".scroll"));
    setFilter(filter, false);
  }

  // The marks of a chart as links. Their hover texts are Plotly's pseudo-HTML: <b>, <br> and three escapes.
  const MOST_MARKS = 400;

  function plain(text) {
    return text.replace(/<br>/g, "; ").replace(/<\/?b>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  }

  function marksOf(figure) {
    return figure.data.filter((trace) => Array.isArray(trace.hovertext)).flatMap((trace) => {
      const texts = trace.hovertext.flat();
      const values = trace.customdata ? (trace.type === "heatmap" ? trace.customdata.flat() : trace.customdata) : [];
      return texts.map((text, index) => ({ text: plain(text), filter: filterOf(trace, values[index]) }));
    });
  }

  function listMarks(details) {
    const list = details.querySelector("ol");
    if (!details.open || list.childElementCount) return;
    const marks = marksOf(figures[details.dataset.marks]);
    for (const { text, filter } of marks.slice(0, MOST_MARKS)) {
      const item = element("li", filter.size ? null : text);
      if (filter.size) {
        const link = element("a", text);
        link.href = address(filter);
        link.addEventListener("click", () => leave(link));
        item.append(link);
      }
      list.append(item);
    }
    if (marks.length > MOST_MARKS) list.append(element("li", `and ${marks.length - MOST_MARKS} more, in the tables`));
  }

  for (const details of document.querySelectorAll("[data-marks]")) {
    details.addEventListener("toggle", () => listMarks(details));
  }

  // One after the other, so that the page can be read and filtered before all are drawn.
  async function drawCharts() {
    const config = { responsive: true, displayModeBar: false, typesetMath: false };
    for (const holder of document.querySelectorAll("[data-chart]")) {
      const figure = figures[holder.dataset.chart];
      const chart = await Plotly.newPlot(holder, figure.data, figure.layout, config);
      chart.on("plotly_click", onClick.bind(holder));
      await new Promise((resolve) => setTimeout(resolve));
    }
    document.documentElement.dataset.charts = "drawn";
  }

  // The page sets titles as text of its own; a saved picture gets the chart's back.
  function save(button) {
    const { data: traces, layout } = figures[button.dataset.save];
    const { title, top } = layout.meta;
    const whole = { ...layout, title, height: layout.height + top, margin: { ...layout.margin, t: layout.margin.t + top } };
    Plotly.downloadImage({ data: traces, layout: whole },
      { format: button.dataset.format, filename: button.dataset.save, width: 1000, height: whole.height, scale: 2 });
  }

  for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", () => save(button));

  // Charts are as wide as the window, which a sheet of paper is not.
  const charts = () => document.querySelectorAll("[data-chart].js-plotly-plot");
  window.addEventListener("beforeprint", () => charts().forEach((chart) => Plotly.relayout(chart, { width: 680 })));
  window.addEventListener("afterprint", () => charts().forEach((chart) =>
    Plotly.relayout(chart, { width: null, autosize: true })));

  apply();
  if (currentFilter().size) goToEvidence();
  drawCharts();
})();
