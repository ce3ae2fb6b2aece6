// SPDX-License-Identifier: Apache-2.0
// Draws what can be seen of the rows, and nothing else, on a canvas.

const AXIS = 30;

class Picture {
  constructor(canvas, model, rows) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.model = model;
    this.rows = rows;
    this.scales = { order: new Scale('order', model.orders, model.length), time: new Scale('time', model.times, model.duration) };
    this.scale = this.scales.order;
    this.left = 0;
    this.right = this.scale.length;
    this.top = 0;
    this.gutter = 200;
    this.selected = null;
    this.hovered = -1;
    this.readColours();
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    this.colours = {};
    for (const name of ['paper', 'ink', 'dim', 'line', 'band', 'run', 'ready', 'wait', 'wait-ink', 'wake', 'spawn', 'throw', 'mark', 'on-run']) {
      this.colours[name] = style.getPropertyValue('--' + name).trim();
    }
  }

  resize(width, height) {
    const ratio = window.devicePixelRatio || 1;
    this.width = width;
    this.height = height;
    this.gutter = Math.min(230, Math.max(90, width * 0.22));
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = width + 'px';
    this.canvas.style.height = height + 'px';
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  get plotWidth() {
    return this.width - this.gutter - 8;
  }

  xOf(place) {
    return this.gutter + (place - this.left) / (this.right - this.left) * this.plotWidth;
  }

  placeOf(x) {
    return this.left + (x - this.gutter) / this.plotWidth * (this.right - this.left);
  }

  get pixel() {
    return (this.right - this.left) / this.plotWidth;
  }

  yOf(row) {
    return AXIS + row.y - this.top;
  }

  draw() {
    const g = this.context;
    g.fillStyle = this.colours.paper;
    g.fillRect(0, 0, this.width, this.height);
    g.font = '12px system-ui, sans-serif';
    g.textBaseline = 'middle';
    g.save();
    g.beginPath();
    g.rect(0, AXIS, this.width, this.height - AXIS);
    g.clip();
    const list = this.rows.list;
    const first = this.rows.at(this.top);
    let last = first;
    for (; last < list.length && this.yOf(list[last]) < this.height; last++) this.drawBand(list[last], last);
    this.drawGrid();
    g.save();
    g.beginPath();
    g.rect(this.gutter, AXIS, this.width - this.gutter, this.height - AXIS);
    g.clip();
    for (let i = first; i < last; i++) this.drawRow(list[i]);
    this.drawArrows(first, last);
    this.drawMarks();
    this.drawSelection();
    g.restore();
    for (let i = first; i < last; i++) this.drawLabel(list[i]);
    g.restore();
    this.drawAxis();
  }

  drawBand(row, i) {
    const g = this.context, y = this.yOf(row);
    if (row.kind === 'hub' || (row.kind === 'lane' && i % 2 === 0)) {
      g.fillStyle = this.colours.band;
      g.fillRect(0, y, this.width, row.height);
    }
    if (this.selected && row.kind === 'lane' && row.lane === this.selected.lane) {
      g.globalAlpha = 0.18;
      g.fillStyle = this.colours.mark;
      g.fillRect(0, y, this.width, row.height);
      g.globalAlpha = 1;
    }
  }

  drawRow(row) {
    if (row.kind === 'lane') this.drawLane(row);
    else if (row.kind === 'group') this.drawGroup(row);
  }

  // Of the slices that share a pixel one is drawn; the next is looked for behind that pixel. Runs come last, on top.
  drawLane(row) {
    const { model, scale } = this, g = this.context, lane = row.lane;
    const y = this.yOf(row), middle = y + row.height / 2, pixel = this.pixel;
    const end = model.first[lane] + model.size[lane], runs = [], tall = row.height < 24 ? 0.64 : 0.44;
    let s = model.sliceAt(lane, scale, this.left);
    while (s < end) {
      const from = scale.at[model.from[s]], to = scale.end(model.to[s]);
      if (from > this.right) break;
      if (to - from < pixel) {
        s = this.drawCrowd(lane, s, row, runs);
        continue;
      }
      const x = Math.max(this.xOf(from), this.gutter - 4), width = Math.min(this.xOf(to), this.width + 4) - x;
      if (model.doing[s] === RUNNING) {
        runs.push(x, Math.max(width - (width > 6 ? 1 : 0), 1));
      } else if (model.doing[s] === WAITING) {
        this.box(x, y + row.height * (0.5 - tall / 2), width, row.height * tall, this.colours.wait);
        if (width > 34 && row.height >= 16) this.text(model.waitsFor(model.from[s]), x + 5, middle, width - 9, this.colours['wait-ink'], 11);
      } else {
        g.fillStyle = this.colours.ready;
        g.fillRect(x, middle - 1, width, 2);
      }
      s++;
    }
    for (let i = 0; i < runs.length; i += 2) this.box(runs[i], y + row.height * 0.18, runs[i + 1], row.height * 0.64, this.colours.run);
  }

  // Several slices within a pixel: a run among them is shown, for it is what somebody looks for.
  drawCrowd(lane, s, row, runs) {
    const { model, scale } = this, x = Math.floor(this.xOf(scale.at[model.from[s]]));
    const edge = this.placeOf(x + 1);
    const next = Math.max(s + 1, model.sliceAt(lane, scale, edge));
    let ran = false;
    for (let i = s; i < Math.min(next, s + 4); i++) ran ||= model.doing[i] === RUNNING;
    if (ran) runs.push(x, 1);
    else this.box(x, this.yOf(row) + row.height * 0.3, 1, row.height * 0.4, this.colours.wait);
    return next;
  }

  // How many of the group's members wait, can run and run, stacked, and below a line that shows when one of them runs.
  drawGroup(row) {
    const g = this.context, density = this.rows.density(row.group), pixel = this.pixel;
    const bottom = this.yOf(row) + row.height - 14, room = row.height - 20;
    for (let x = Math.floor(this.gutter); x < this.width - 8; x++) {
      const from = this.placeOf(x);
      if (from > this.scale.length) break;
      const [ready, running, waiting] = density.average(this.scale, from, from + pixel);
      const unit = room / row.group.peak;
      g.fillStyle = this.colours.wait;
      g.fillRect(x, bottom - waiting * unit, 1, waiting * unit);
      g.fillStyle = this.colours.ready;
      g.fillRect(x, bottom - (waiting + ready) * unit, 1, ready * unit);
      if (running > 0) {
        g.globalAlpha = Math.max(0.25, Math.min(1, running));
        g.fillStyle = this.colours.run;
        g.fillRect(x, bottom + 3, 1, 8);
        g.globalAlpha = 1;
      }
    }
  }

  box(x, y, width, height, colour) {
    this.context.fillStyle = colour;
    if (width < 6) {
      this.context.fillRect(x, y, width, height);
      return;
    }
    this.context.beginPath();
    this.context.roundRect(x, y, width, height, 3);
    this.context.fill();
  }

  // Text that is cut off where the room ends.
  text(text, x, y, room, colour, size = 12, weight = '') {
    const g = this.context;
    g.font = weight + ' ' + size + 'px system-ui, sans-serif';
    g.fillStyle = colour;
    let shown = text;
    if (g.measureText(shown).width > room) {
      let low = 0, high = text.length;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (g.measureText(text.slice(0, middle) + '\u2026').width <= room) low = middle;
        else high = middle - 1;
      }
      if (low < 2) return;
      shown = text.slice(0, low) + '\u2026';
    }
    g.fillText(shown, x, y);
  }

  drawLabel(row) {
    const { model } = this, g = this.context, y = this.yOf(row), middle = y + row.height / 2;
    if (row.kind === 'hub') {
      this.text(row.label, 10, middle, this.width - 20, this.colours.dim, 12, 'bold');
    } else if (row.kind === 'group') {
      this.text((row.open ? '\u25be ' : '\u25b8 ') + row.group.label, 10, middle - 9, this.gutter - 18, this.colours.ink, 12, 'bold');
      this.text(numberText(row.group.lanes.length) + ' greenlets', 23, middle + 9, this.gutter - 31, this.colours.dim, 11);
    } else {
      const site = model.shortSite(row.lane), indent = row.inside ? 23 : 10, room = this.gutter - indent - 8;
      if (row.height >= 40) {
        this.text(model.label(row.lane), indent, middle - (site ? 8 : 0), room, this.colours.ink, 13, 'bold');
        this.text(site, indent, middle + 9, room, this.colours.dim, 11);
      } else {
        g.font = '12px system-ui, sans-serif';
        const width = g.measureText(model.label(row.lane)).width + 8;
        this.text(model.label(row.lane), indent, middle, room, this.colours.ink);
        if (site && room - width > 40) this.text(site, indent + width, middle, room - width, this.colours.dim, 11);
      }
    }
    g.fillStyle = this.colours.line;
    g.fillRect(0, y + row.height - 1, this.gutter, 1);
  }

  // Where the axis is marked, and with what: round times, or every so many runs; 70 pixels or more apart.
  ticks() {
    const order = this.scale.name === 'order', least = 70 * this.pixel, ticks = [];
    let step = order ? 1 : Math.pow(10, Math.floor(Math.log10(least)));
    for (const factor = [2, 2.5, 2]; step < least;) {
      step *= factor[0];
      factor.push(factor.shift());
    }
    if (order) {
      const { runs, orders } = this.model;
      let first = Math.max(0, Math.floor(this.left / (this.scale.length / Math.max(1, runs.length))) - 1);
      while (first > 0 && orders[runs[first - 1]] >= this.left) first--;
      for (let run = Math.ceil(first / step) * step; run < runs.length && orders[runs[run]] <= this.right; run += step) {
        ticks.push([orders[runs[run]], 'run ' + numberText(run + 1)]);
      }
    } else {
      for (let k = Math.ceil(Math.max(0, this.left) / step); k * step <= Math.min(this.right, this.scale.length); k++) {
        ticks.push([k * step, momentText(k * step, step, this.right)]);
      }
    }
    return ticks;
  }

  drawGrid() {
    const g = this.context;
    g.fillStyle = this.colours.line;
    for (const [place] of this.ticks()) {
      const x = this.xOf(place);
      if (x >= this.gutter) g.fillRect(Math.round(x), AXIS, 1, this.height - AXIS);
    }
  }

  drawAxis() {
    const g = this.context;
    g.fillStyle = this.colours.line;
    g.fillRect(0, AXIS - 1, this.width, 1);
    g.fillRect(Math.round(this.gutter) - 1, 0, 1, this.height);
    this.text(this.scale.name === 'order' ? 'in order, not to scale' : 'time', 10, AXIS / 2, this.gutter - 18, this.colours.dim, 11);
    for (const [place, label] of this.ticks()) {
      const x = this.xOf(place);
      if (x < this.gutter || x > this.width - 30) continue;
      this.text(label, x + 3, AXIS / 2, 90, this.colours.dim, 11);
    }
  }

  // All arrows while they are few enough to be told apart; otherwise those of the selected greenlet.
  drawArrows(firstRow, lastRow) {
    const { model, scale } = this;
    const from = model.eventAt(scale, this.left), to = Math.min(model.count, model.eventAt(scale, this.right) + 1);
    const all = to - from < this.plotWidth / 3;
    const only = this.selected ? this.selected.lane : -1;
    if (!all && only < 0) return;
    let left = 2000;
    for (let i = from; i < to && left > 0; i++) {
      const kind = model.kinds[i];
      if (kind !== SPAWN && kind !== WAKE && kind !== THROW) continue;
      const by = model.actor(i), lane = model.lanes[i];
      if (by < 0 || by === lane || (!all && by !== only && lane !== only)) continue;
      const a = this.rows.rowOf[by], b = this.rows.rowOf[lane];
      if (a < 0 || b < 0 || a === b || Math.max(a, b) < firstRow || Math.min(a, b) >= lastRow) continue;
      this.drawArrow(this.xOf(scale.at[i]), this.rows.list[a], this.rows.list[b], kind, !all || only < 0 || by === only || lane === only);
      left--;
    }
  }

  drawArrow(x, from, to, kind, strong) {
    const g = this.context, y1 = this.yOf(from) + from.height / 2, y2 = this.yOf(to) + to.height / 2;
    const down = Math.sign(y2 - y1), size = Math.min(6, to.height / 4), tip = y2 - down * to.height * 0.08;
    g.globalAlpha = strong ? 1 : 0.35;
    g.fillStyle = g.strokeStyle = this.colours[kind === SPAWN ? 'spawn' : kind === THROW ? 'throw' : 'wake'];
    g.lineWidth = 1.5;
    g.setLineDash(kind === SPAWN ? [4, 3] : []);
    g.beginPath();
    g.moveTo(x, y1);
    g.lineTo(x, tip - down * size);
    g.stroke();
    g.setLineDash([]);
    g.beginPath();
    g.arc(x, y1, 3, 0, 7);
    g.fill();
    g.strokeStyle = this.colours.paper;
    g.lineWidth = 1;
    g.stroke();
    g.beginPath();
    g.moveTo(x, tip);
    g.lineTo(x - size * 0.7, tip - down * size * 1.4);
    g.lineTo(x + size * 0.7, tip - down * size * 1.4);
    g.fill();
    g.globalAlpha = 1;
  }

  // A flag with its number in the lane, and a line through all lanes.
  drawMarks() {
    const { model, scale } = this, g = this.context;
    model.marks.forEach(({ event, isEvent, name }) => {
      const x = this.xOf(scale.at[event]), row = this.rows.list[this.rows.rowOf[model.lanes[event]]];
      if (x < this.gutter - 20 || x > this.width + 20) return;
      g.fillStyle = g.strokeStyle = this.colours[isEvent ? 'throw' : 'mark'];
      g.lineWidth = 1.5;
      g.setLineDash([2, 3]);
      g.beginPath();
      g.moveTo(x, AXIS);
      g.lineTo(x, this.height);
      g.stroke();
      g.setLineDash([]);
      if (!row) return;
      const y = this.yOf(row), height = Math.min(16, row.height);
      g.fillRect(x, y, 12 + 7 * name.length, height);
      this.text(name, x + 6, y + height / 2, 40, isEvent ? '#fff' : '#1c2430', 11);
    });
  }

  drawSelection() {
    const chosen = this.selected, g = this.context;
    if (!chosen || chosen.slice < 0) return;
    const row = this.rows.list[this.rows.rowOf[chosen.lane]];
    if (!row || row.kind !== 'lane') return;
    const x = this.xOf(this.scale.at[this.model.from[chosen.slice]]);
    const width = this.xOf(this.scale.end(this.model.to[chosen.slice])) - x;
    g.strokeStyle = this.colours.mark;
    g.lineWidth = 2.5;
    g.strokeRect(x, this.yOf(row) + row.height * 0.1, Math.max(width, 2), row.height * 0.8);
  }

  // What is under a point: a row, and in a lane the slice there.
  hit(x, y) {
    if (y < AXIS) return null;
    const row = this.rows.list[this.rows.at(y - AXIS + this.top)];
    if (!row || x < this.gutter || row.kind !== 'lane') return row ? { row, slice: -1 } : null;
    return { row, slice: this.sliceNear(row.lane, x) };
  }

  sliceNear(lane, x) {
    const { model, scale } = this, place = this.placeOf(x);
    const s = model.sliceAt(lane, scale, place), end = model.first[lane] + model.size[lane];
    if (s < end && scale.at[model.from[s]] <= place + this.pixel) return s;
    return -1;
  }

  clamp() {
    const width = Math.min(this.right - this.left, this.scale.length * 1.02);
    const least = this.scale.name === 'order' ? 2 : 20;
    const kept = Math.max(width, Math.min(least, this.scale.length));
    this.left = Math.max(-this.scale.length * 0.01, Math.min(this.left, this.scale.length * 1.01 - kept));
    this.right = this.left + kept;
  }

  zoom(factor, x = this.gutter + this.plotWidth / 2) {
    const place = this.placeOf(x);
    this.left = place - (place - this.left) * factor;
    this.right = place + (this.right - place) * factor;
    this.clamp();
  }

  pan(pixels) {
    const by = pixels * this.pixel;
    this.left += by;
    this.right += by;
    this.clamp();
  }

  fit() {
    this.left = -this.scale.length * 0.01;
    this.right = this.scale.length * 1.01;
  }

  useScale(name) {
    this.scale = this.scales[name];
    this.fit();
  }

  show(lane, from, to) {
    if (from >= this.left && to <= this.right && to - from > 3 * this.pixel) return;
    const margin = Math.max((to - from) * 4, this.scale.name === 'order' ? 10 : 0);
    this.left = from - margin;
    this.right = to + margin;
    this.clamp();
  }
}
