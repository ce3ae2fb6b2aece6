// SPDX-License-Identifier: Apache-2.0
"use strict";

const SAMPLES = 120;
const SLOW_MICROS = 20000;
const SVG = "http://www.w3.org/2000/svg";
const history = new Map(); // of each hub: switches per second, greenlets, delay
let paused = false;
let last = null;

const byId = id => document.getElementById(id);

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function short(number) {
  if (number >= 1e6) return (number / 1e6).toFixed(1) + " M";
  if (number >= 1e4) return (number / 1e3).toFixed(1) + " k";
  return Math.round(number).toLocaleString("en");
}

const millis = micros => micros >= 1e5 ? Math.round(micros / 1e3) + " ms"
  : micros >= 1e3 ? (micros / 1e3).toFixed(1) + " ms" : Math.round(micros) + " µs";

function sample(hub, time) {
  const kept = history.get(hub.name) || {rates: [], greenlets: [], delays: []};
  if (kept.time !== undefined && time > kept.time) {
    push(kept.rates, Math.max(0, hub.switches - kept.switches) / (time - kept.time) * 1000);
  }
  push(kept.greenlets, hub.greenlets);
  push(kept.delays, hub.delay);
  kept.time = time;
  kept.switches = hub.switches;
  history.set(hub.name, kept);
  return kept;
}

function push(values, value) {
  values.push(value);
  if (values.length > SAMPLES) values.shift();
}

function chart(label, values, format) {
  const box = element("div", "chart");
  box.append(element("div", "label", label));
  box.append(element("div", "value", values.length ? format(values.at(-1)) : "–"));
  const svg = document.createElementNS(SVG, "svg");
  const most = Math.max(...values, 1);
  svg.setAttribute("viewBox", `0 0 ${SAMPLES - 1} 100`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${label} over time, at most ${format(Math.max(...values, 0))}`);
  const from = SAMPLES - values.length;
  const points = values.map((value, i) => `${from + i},${(96 - 92 * value / most).toFixed(1)}`);
  if (points.length > 1) {
    for (const [kind, d] of [["area", `M${from},100L${points.join("L")}L${SAMPLES - 1},100Z`], ["line", `M${points.join("L")}`]]) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", kind);
      path.setAttribute("d", d);
      svg.append(path);
    }
  }
  box.append(svg);
  return box;
}

function hubCard(hub, kept) {
  const card = element("article", "card");
  const top = element("div", "top");
  const state = hub.held !== undefined ? "held" : hub.delay > SLOW_MICROS ? "slow" : "ok";
  top.append(element("h2", "", hub.name), element("span", "loop", hub.loop),
    element("span", "state " + state, {ok: "● answers", slow: "▲ answers late", held: "■ is blocked"}[state]));
  const charts = element("div", "charts");
  charts.append(chart("Switches/s", kept.rates, short), chart("Greenlets", kept.greenlets, short),
    chart("Answers after", kept.delays, millis));
  card.append(top, charts);
  if (hub.held !== undefined) {
    card.append(element("pre", "", hub.held));
    return card;
  }
  const list = element("ul", "waits");
  const most = Math.max(...hub.waits.map(group => group.count), 1);
  for (const group of hub.waits.slice(0, 8)) {
    const row = element("li");
    const name = element("span", "for", group.for);
    name.title = group.for;
    const bar = element("span", "bar");
    const fill = element("i");
    fill.style.width = 100 * group.count / most + "%";
    bar.append(fill);
    row.append(name, bar, element("span", "", short(group.count)));
    list.append(row);
  }
  card.append(list);
  return card;
}

function cells(row, values) {
  const line = element("tr");
  for (const [label, value, numeric] of values) {
    const cell = element("td", numeric ? "n" : "", value);
    cell.dataset.label = label;
    line.append(cell);
  }
  row.append(line);
}

function showServers(servers) {
  byId("servers").hidden = servers.length === 0;
  const body = element("tbody");
  for (const server of servers) {
    cells(body, [["Server", server.name], ["Address", server.address], ["Handlers", short(server.handlers), true],
      ["Requests", server.requests < 0 ? "–" : short(server.requests), true]]);
  }
  byId("servers").querySelector("tbody").replaceWith(body);
}

function showGreenlets(hubs) {
  const wanted = byId("filter").value.toLowerCase();
  const body = element("tbody");
  for (const hub of hubs) {
    for (const greenlet of hub.list || []) {
      const text = `${greenlet.name} ${greenlet.does} ${greenlet.from} ${hub.name}`.toLowerCase();
      if (text.includes(wanted)) {
        cells(body, [["Hub", hub.name], ["Greenlet", greenlet.name], ["Does", greenlet.does], ["Spawned at", greenlet.from]]);
      }
    }
  }
  byId("none").hidden = body.children.length > 0;
  byId("greenlets").querySelector("tbody").replaceWith(body);
}

function showTexts(texts) {
  byId("texts").replaceChildren(...texts.map(each => {
    const card = element("article", "card");
    card.append(element("h2", "", each.title), element("pre", "", each.text));
    return card;
  }));
}

let shownBlocked = "";
function showBlocked(blocked) {
  const text = JSON.stringify(blocked);
  if (text === shownBlocked) return; // keeps open what the reader has opened
  shownBlocked = text;
  const section = byId("blocked");
  section.querySelector(".none").hidden = blocked.length > 0;
  const list = element("ul");
  for (const each of blocked) {
    const item = element("li");
    const details = element("details");
    const title = element("summary");
    title.append(element("span", "", each.at + "  "), element("b", "", each.millis + " ms"),
      element("span", "", `  ${each.who} on ${each.hub}`));
    details.append(title, element("pre", "", (each.cause ? each.cause + "\n" : "") + each.stack));
    item.append(details);
    list.append(item);
  }
  section.querySelector("ul").replaceWith(list);
}

function show(data, time) {
  const cards = data.hubs.map(hub => hubCard(hub, sample(hub, time)));
  byId("hubs").replaceChildren(...cards);
  const greenlets = data.hubs.reduce((sum, hub) => sum + hub.greenlets, 0);
  const held = data.hubs.filter(hub => hub.held !== undefined).length;
  const summary = byId("summary");
  summary.className = held ? "bad" : "";
  summary.textContent = `${data.hubs.length} hub${data.hubs.length === 1 ? "" : "s"} · ${short(greenlets)} greenlets`
    + (held ? ` · ${held} blocked` : "");
  showServers(data.servers);
  showTexts(data.texts);
  showBlocked(data.blocked);
  showGreenlets(data.hubs);
}

async function poll() {
  if (!paused && !document.hidden) {
    try {
      const response = await fetch("data");
      if (!response.ok) throw new Error("status " + response.status);
      last = await response.json();
      show(last, performance.now());
    } catch (failure) {
      byId("summary").className = "bad";
      byId("summary").textContent = "the program does not answer: " + failure.message;
    }
  }
  setTimeout(poll, 1000);
}

byId("pause").addEventListener("click", event => {
  paused = !paused;
  event.target.setAttribute("aria-pressed", paused);
  event.target.textContent = paused ? "Go on" : "Pause";
});
byId("filter").addEventListener("input", () => last && showGreenlets(last.hubs));
poll();
