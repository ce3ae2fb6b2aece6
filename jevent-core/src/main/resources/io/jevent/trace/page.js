// SPDX-License-Identifier: Apache-2.0
// The page around the picture: buttons, keys, mouse, details, and the run told in words.

const SMALL = 400, FEW_WORDS = 30, FIRST_WORDS = 300, MOST_WORDS = 2000;

const element = id => document.getElementById(id);
const model = new Model(JSON.parse(element('data').textContent));
const rows = new Rows(model);
const scroll = element('scroll'), canvas = element('picture'), tip = element('tip');
const picture = new Picture(canvas, model, rows);

function plural(number, word) {
  return numberText(number) + ' ' + word + (number === 1 ? '' : 's');
}

function when(event) {
  return durationText(model.times[event], 8);
}

// The key and value lines that tell what a slice is.
function sliceFacts(slice) {
  const from = model.from[slice], to = model.to[slice], facts = [];
  const until = to < 0 ? 'the end of the recording' : when(to);
  const length = durationText((to < 0 ? model.duration : model.times[to]) - model.times[from]);
  if (model.doing[slice] === RUNNING) {
    const before = slice - 1;
    if (before >= model.first[model.lanes[from]] && model.doing[before] === READY) facts.push(['because', reason(model.from[before])]);
    facts.push(['ran', 'from ' + when(from) + ' to ' + until + ', ' + length]);
    if (to >= 0) facts.push(['then', leaving(to)]);
  } else if (model.doing[slice] === WAITING) {
    facts.push(['waited for', model.waitsFor(from)]);
    facts.push(['waited', 'from ' + when(from) + ' to ' + until + ', ' + length]);
    if (to >= 0 && (model.kinds[to] === WAKE || model.kinds[to] === WAKE_THREAD)) facts.push(['woken by', model.wokenBy(to)]);
    if (to < 0) facts.push(['woken by', 'nobody, as far as this was recorded']);
  } else {
    facts.push(['could run', reason(from)]);
    facts.push(['waited its turn', 'from ' + when(from) + ' to ' + until + ', ' + length]);
  }
  return facts;
}

function reason(event) {
  const kind = model.kinds[event];
  if (kind === SPAWN) return model.others[event] < 0 ? 'it was spawned' : 'spawned by ' + model.label(model.others[event]);
  if (kind === WAKE || kind === WAKE_THREAD) return 'woken by ' + model.wokenBy(event);
  return 'it gave way, and its turn came again';
}

function leaving(event) {
  const kind = model.kinds[event], other = model.others[event];
  if (kind === OUT_JOIN || (kind === OUT && other >= 0)) return 'waited for ' + model.waitsFor(event);
  return kind === OUT && other === YIELDED ? 'gave way' : 'ended';
}

function laneFacts(lane) {
  const facts = [];
  if (model.site(lane)) facts.push(['spawned at', model.site(lane)]);
  if (model.spawner(lane) >= 0) facts.push(['spawned by', model.label(model.spawner(lane))]);
  if (model.part(lane)) facts.push(['runs on', model.part(lane)]);
  if (model.data.hubs.length > 1) facts.push(['hub', model.hubName(lane)]);
  return facts;
}

function groupFacts(group, x) {
  const [ready, running, waiting] = rows.density(group).average(picture.scale, picture.placeOf(x), picture.placeOf(x + 1));
  const number = value => numberText(Math.round(value));
  return [['here', number(waiting) + ' wait, ' + number(ready + running) + ' run or could run']];
}

function showTip(event, hit) {
  const row = hit && hit.row;
  if (!row || row.kind === 'hub') {
    tip.hidden = true;
    return;
  }
  const lines = [];
  if (row.kind === 'group') {
    lines.push(row.group.label + ', ' + plural(row.group.lanes.length, 'greenlet'));
    if (event.offsetX >= picture.gutter) lines.push(...groupFacts(row.group, event.offsetX).map(fact => fact[1]));
    lines.push('click to ' + (row.open ? 'close' : 'open'));
  } else {
    lines.push(model.label(row.lane));
    const facts = hit.slice < 0 ? laneFacts(row.lane) : sliceFacts(hit.slice);
    lines.push(...facts.map(([key, value]) => key + ' ' + value));
  }
  tip.textContent = lines.join('\n');
  tip.hidden = false;
  tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8) + 'px';
  tip.style.top = (event.clientY + 18 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : event.clientY + 18) + 'px';
}

function addFacts(parent, facts) {
  const list = document.createElement('dl');
  for (const [key, value] of facts) {
    const term = document.createElement('dt'), text = document.createElement('dd');
    term.textContent = key;
    text.textContent = value;
    list.append(term, text);
  }
  parent.append(list);
}

function select(lane, slice) {
  picture.selected = lane < 0 ? null : { lane, slice };
  const details = element('details');
  details.replaceChildren();
  if (lane >= 0) {
    const title = document.createElement('strong');
    title.textContent = model.label(lane);
    details.append(title);
    addFacts(details, [...(slice < 0 ? [] : sliceFacts(slice)), ...laneFacts(lane)]);
  } else {
    details.textContent = 'Click on a run or a wait to see more of it, or go from run to run with the keys , and .';
  }
  draw();
}

// Selects the run after or before the one that is selected, or the first that can be seen.
function step(by) {
  const runs = model.runs;
  if (!runs.length) return;
  let low = 0, high = runs.length;
  const chosen = picture.selected;
  const here = chosen && chosen.slice >= 0 ? model.from[chosen.slice] : -1;
  const after = here >= 0 ? here + (by > 0 ? 1 : 0) : model.eventAt(picture.scale, picture.left);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle] >= after) high = middle;
    else low = middle + 1;
  }
  const next = by > 0 || here < 0 ? low : low - 1;
  if (next < 0 || next >= runs.length) return;
  const lane = model.lanes[runs[next]];
  for (let s = model.first[lane]; s < model.first[lane] + model.size[lane]; s++) {
    if (model.from[s] === runs[next]) {
      reveal(lane, s);
      select(lane, s);
      return;
    }
  }
}

function reveal(lane, slice) {
  const row = rows.reveal(lane);
  layout();
  if (!row) return;
  if (row.y < picture.top || row.y + row.height > picture.top + picture.height - AXIS) {
    scroll.scrollTop = row.y - (picture.height - AXIS) / 2;
    picture.top = scroll.scrollTop;
  }
  picture.show(lane, picture.scale.at[model.from[slice]], picture.scale.end(model.to[slice]));
}

let asked = 0;
function draw() {
  asked ||= requestAnimationFrame(() => {
    asked = 0;
    picture.draw();
  });
}

function layout() {
  const room = Math.max(220, innerHeight - scroll.offsetTop - 150);
  const wanted = rows.height + AXIS + 2;
  scroll.style.height = Math.min(wanted + 2, room) + 'px';
  element('spacer').style.height = wanted + 'px';
  picture.resize(scroll.clientWidth, Math.min(wanted, scroll.clientHeight));
  picture.top = scroll.scrollTop;
  picture.draw();
}

function useScale(name) {
  picture.useScale(name);
  for (const each of ['order', 'time']) element('by-' + each).setAttribute('aria-pressed', String(each === name));
  document.body.dataset.scale = name;
  draw();
}

// What happened in a run, in a sentence.
function sentence(index) {
  const start = model.runs[index], lane = model.lanes[start], hub = model.laneHub[lane], parts = [];
  let i = start + 1, end = '';
  for (; i < model.count && !end; i++) {
    const kind = model.kinds[i];
    if (model.lanes[i] === lane && (kind === OUT || kind === OUT_JOIN)) end = leaving(i);
    else if (kind === SPAWN && model.others[i] === lane) parts.push('spawned ' + model.label(model.lanes[i]));
    else if (kind === WAKE && model.others[i] === lane) parts.push('woke ' + model.label(model.lanes[i]));
    else if (kind === THROW && model.thrownBy.get(i) === lane) parts.push('threw ' + model.data.texts[model.others[i]] + ' into ' + model.label(model.lanes[i]));
    else if (kind === IN && model.laneHub[model.lanes[i]] === hub) break;
  }
  const shown = parts.length > 6 ? [...parts.slice(0, 5), 'and ' + (parts.length - 5) + ' more'] : parts;
  const last = end ? (shown.length ? ', and ' : ' and ') + end : '';
  return model.label(lane) + ' ran' + (shown.length ? ', ' + shown.join(', ') : '') + last + wokenAfter(i, lane, end === 'ended');
}

// Between that run and the next the hub wakes those that waited for the greenlet's end; and another hub may take notice.
function wokenAfter(i, lane, ended) {
  const woken = [];
  for (; i < model.count && model.kinds[i] !== IN; i++) {
    if (model.kinds[i] === WAKE && model.others[i] === lane) woken.push(model.label(model.lanes[i]));
  }
  return woken.length ? (ended ? ', which woke ' : ', and had woken ') + woken.slice(0, 6).join(', ') : '';
}

function tell(most) {
  const words = element('words');
  words.replaceChildren();
  for (let i = 0; i < Math.min(most, model.runs.length); i++) {
    const item = document.createElement('li');
    item.textContent = sentence(i);
    words.append(item);
  }
  if (most < model.runs.length) {
    const item = document.createElement('li');
    item.textContent = 'and so on, ' + plural(model.runs.length - most, 'switch').replace(/switchs$/, 'switches') + ' more';
    words.append(item);
  }
}

// The marks in words; a click shows the place.
function listMarks() {
  const list = element('marks');
  list.hidden = !model.marks.length;
  model.marks.forEach(({ event, isEvent, name }) => {
    const item = document.createElement('li'), button = document.createElement('button'), number = document.createElement('b');
    number.textContent = name;
    if (isEvent) item.className = 'event';
    button.type = 'button';
    button.append(number, model.data.texts[model.others[event]]);
    button.addEventListener('click', () => {
      const lane = model.lanes[event], end = model.first[lane] + model.size[lane];
      let s = model.first[lane];
      while (s < end - 1 && model.from[s] < event) s++;
      if (s < end) reveal(lane, s);
      select(lane, s < end ? s : -1);
    });
    item.append(button);
    list.append(item);
  });
}

function find(text) {
  rows.needle = text.trim().toLowerCase();
  rows.arrange();
  element('found').textContent = rows.needle ? numberText(rows.found) + ' of ' + numberText(model.laneCount) : '';
  scroll.scrollTop = 0;
  layout();
}

function listenToTools() {
  for (const name of ['order', 'time']) element('by-' + name).addEventListener('click', () => useScale(name));
  const buttons = { 'zoom-in': () => picture.zoom(0.5), 'zoom-out': () => picture.zoom(2), fit: () => picture.fit(), previous: () => step(-1), next: () => step(1) };
  for (const [id, act] of Object.entries(buttons)) {
    element(id).addEventListener('click', () => {
      act();
      draw();
    });
  }
  element('grouping').hidden = !rows.grouping;
  element('group').checked = rows.grouping;
  element('group').addEventListener('change', event => {
    rows.grouping = event.target.checked;
    rows.arrange();
    layout();
  });
  element('search').addEventListener('input', event => find(event.target.value));
  element('story').addEventListener('toggle', () => {
    if (element('story').open) tell(MOST_WORDS);
  });
}

function listenToMouse() {
  let drag = null;
  canvas.addEventListener('wheel', event => {
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && !event.shiftKey) {
      picture.pan(event.deltaX);
    } else if (event.shiftKey) {
      scroll.scrollTop += event.deltaY || event.deltaX;
    } else if (event.offsetX < picture.gutter) {
      return; // the browser scrolls
    } else {
      picture.zoom(Math.pow(1.0015, event.deltaY * (event.deltaMode ? 30 : 1)), event.offsetX);
    }
    event.preventDefault();
    draw();
  }, { passive: false });
  canvas.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    drag = { x: event.clientX, y: event.clientY, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', event => {
    if (!drag) {
      showTip(event, picture.hit(event.offsetX, event.offsetY));
      return;
    }
    if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 4) return;
    drag.moved = true;
    tip.hidden = true;
    picture.pan(drag.x - event.clientX);
    scroll.scrollTop += drag.y - event.clientY;
    drag.x = event.clientX;
    drag.y = event.clientY;
    draw();
  });
  canvas.addEventListener('pointerup', event => {
    if (drag && !drag.moved) click(picture.hit(event.offsetX, event.offsetY));
    drag = null;
  });
  canvas.addEventListener('pointerleave', () => { tip.hidden = true; });
}

function click(hit) {
  if (hit && hit.row.kind === 'group') {
    rows.toggle(hit.row.group);
    layout();
  } else if (hit && hit.row.kind === 'lane') {
    select(hit.row.lane, hit.slice);
  } else {
    select(-1, -1);
  }
}

const KEYS = {
  ArrowLeft: () => picture.pan(-80),
  ArrowRight: () => picture.pan(80),
  ArrowUp: () => { scroll.scrollTop -= 60; },
  ArrowDown: () => { scroll.scrollTop += 60; },
  PageUp: () => { scroll.scrollTop -= picture.height; },
  PageDown: () => { scroll.scrollTop += picture.height; },
  '+': () => picture.zoom(0.7),
  '=': () => picture.zoom(0.7),
  '-': () => picture.zoom(1.4),
  f: () => picture.fit(),
  o: () => useScale(picture.scale.name === 'order' ? 'time' : 'order'),
  ',': () => step(-1),
  '.': () => step(1),
  '/': () => element('search').focus(),
};

function listenToKeys() {
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      element('search').value = '';
      find('');
      select(-1, -1);
      canvas.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === 'INPUT') return;
    const arrows = event.key.startsWith('Arrow') || event.key.startsWith('Page');
    const act = KEYS[event.key] || KEYS[event.key.toLowerCase()];
    if (!act || (arrows && event.target !== canvas)) return;
    event.preventDefault();
    act();
    draw();
  });
}

function start() {
  element('summary').textContent = [
    plural(model.laneCount, 'greenlet'),
    plural(model.runs.length, 'switch').replace(/switchs$/, 'switches'),
    durationText(model.duration),
  ].join(', ');
  if (model.data.dropped) {
    element('dropped').hidden = false;
    element('dropped').textContent = 'Only the end was kept: ' + plural(model.data.dropped, 'older event')
      + ' did not fit. -J-Djevent.trace.events=NUMBER keeps more.';
  }
  listMarks();
  listenToTools();
  listenToMouse();
  listenToKeys();
  scroll.addEventListener('scroll', () => {
    picture.top = scroll.scrollTop;
    draw();
  });
  new ResizeObserver(() => requestAnimationFrame(layout)).observe(document.body);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    picture.readColours();
    draw();
  });
  useScale(model.runs.length <= SMALL || model.duration < model.runs.length ? 'order' : 'time');
  if (model.runs.length <= FIRST_WORDS) tell(FIRST_WORDS);
  select(-1, -1);
  element('story').open = model.runs.length <= FEW_WORDS;
  layout();
  document.body.dataset.ready = 'true';
}

start();
