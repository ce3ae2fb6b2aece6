// SPDX-License-Identifier: Apache-2.0
// What was recorded, in arrays: events, where each stands by order and by time, and the slices of each lane.

const SPAWN = 0, IN = 1, OUT = 2, OUT_JOIN = 3, WAKE = 4, WAKE_THREAD = 5, THROW = 6, END = 7, MARK = 8, EVENT = 9;
const YIELDED = -1, ENDED = -2, TIMER = -2;
const UNKNOWN = 0, READY = 1, RUNNING = 2, WAITING = 3, DEAD = 4;

class Model {
  constructor(data) {
    this.data = data;
    this.kinds = Uint8Array.from(data.kinds);
    this.lanes = Int32Array.from(data.lanes);
    this.others = Int32Array.from(data.others);
    this.count = this.kinds.length;
    this.laneCount = data.rows.length;
    this.laneHub = Int32Array.from(data.rows, row => row[2]);
    this.thrownBy = new Map();
    this.runs = [];
    this.marks = [];
    this.readTimes();
    this.placeByOrder();
    this.cutSlices();
  }

  readTimes() {
    const deltas = this.data.times;
    this.times = new Float64Array(this.count);
    let now = 0, least = Infinity, most = 0;
    for (let i = 0; i < this.count; i++) {
      now += deltas[i];
      this.times[i] = now;
      least = Math.min(least, now);
      most = Math.max(most, now);
    }
    for (let i = 0; i < this.count; i++) this.times[i] -= least;
    this.duration = this.count ? most - least : 0;
  }

  // Every run is at least 1 wide; what a greenlet does while it runs is spread over its run. What the hub does between
  // two runs gets half of that.
  placeByOrder() {
    const { kinds, lanes, others, laneHub } = this;
    const hubs = this.data.hubs.length;
    const orders = this.orders = new Float64Array(this.count);
    const current = new Int32Array(hubs).fill(-1), start = new Float64Array(hubs);
    const acts = Array.from({ length: hubs }, () => []);
    let position = 0, between = false;
    const finish = hub => {
      const end = Math.max(position, start[hub] + 1);
      acts[hub].forEach((event, k) => {
        orders[event] = start[hub] + (end - start[hub]) * (k + 1) / (acts[hub].length + 1);
      });
      acts[hub] = [];
      current[hub] = -1;
      return end;
    };
    const pass = () => {
      if (between) position += 0.5;
      between = false;
    };
    for (let i = 0; i < this.count; i++) {
      const kind = kinds[i], lane = lanes[i], hub = laneHub[lane];
      if (kind === IN) {
        pass();
        if (current[hub] >= 0) position = finish(hub);
        current[hub] = lane;
        start[hub] = position;
        orders[i] = position;
        this.runs.push(i);
      } else if (kind === OUT || kind === OUT_JOIN) {
        pass();
        if (current[hub] === lane) position = finish(hub);
        orders[i] = position;
      } else if (kind === END) {
        orders[i] = position;
      } else {
        const by = kind === THROW ? current[hub] : kind === WAKE_THREAD || kind >= MARK ? -1 : others[i];
        if (kind >= MARK) this.mark(i);
        if (kind === THROW) this.thrownBy.set(i, by);
        if (by >= 0 && current[hub] === by) {
          acts[hub].push(i);
        } else {
          orders[i] = position + 0.25;
          between = true;
        }
      }
    }
    pass();
    for (let hub = 0; hub < hubs; hub++) if (current[hub] >= 0) position = finish(hub);
    this.length = position;
  }

  // The slices of lane l are those from first[l] to first[l + 1]; each goes from an event to an event, or to the end (-1).
  cutSlices() {
    const { kinds, lanes, others } = this;
    const sizes = new Int32Array(this.laneCount + 1);
    for (let i = 0; i < this.count; i++) {
      sizes[lanes[i]]++;
      if ((kinds[i] === SPAWN || kinds[i] === WAKE) && others[i] >= 0) sizes[others[i]]++;
    }
    const first = this.first = new Int32Array(this.laneCount + 1);
    for (let l = 0, sum = 0; l <= this.laneCount; l++) {
      first[l] = sum;
      sum += sizes[l];
    }
    const total = first[this.laneCount];
    this.from = new Int32Array(total);
    this.to = new Int32Array(total);
    this.doing = new Uint8Array(total);
    const size = this.size = new Int32Array(this.laneCount);
    const state = new Uint8Array(this.laneCount), since = new Int32Array(this.laneCount);
    const change = (lane, next, event) => {
      if (state[lane] !== UNKNOWN && state[lane] !== DEAD) this.addSlice(lane, state[lane], since[lane], event);
      state[lane] = next;
      since[lane] = event;
    };
    for (let i = 0; i < this.count; i++) {
      const lane = lanes[i], kind = kinds[i];
      const by = kind === SPAWN || kind === WAKE ? others[i] : -1;
      if (by >= 0 && state[by] === UNKNOWN) change(by, RUNNING, i);
      if (kind === SPAWN) change(lane, READY, i);
      else if (kind === IN) change(lane, RUNNING, i);
      else if (kind === OUT_JOIN || (kind === OUT && others[i] >= 0)) change(lane, WAITING, i);
      else if (kind === OUT && others[i] === YIELDED) change(lane, READY, i);
      else if (kind === OUT || kind === END) change(lane, DEAD, i);
      else if (kind !== THROW && kind < MARK && state[lane] !== RUNNING) change(lane, READY, i);
    }
    for (let lane = 0; lane < this.laneCount; lane++) change(lane, DEAD, -1);
  }

  addSlice(lane, doing, from, to) {
    const at = this.first[lane] + this.size[lane]++;
    this.doing[at] = doing;
    this.from[at] = from;
    this.to[at] = to;
  }

  // Marks have numbers, as in the report of a simulation; events of the program have letters.
  mark(event) {
    const isEvent = this.kinds[event] === EVENT;
    const before = this.marks.filter(mark => mark.isEvent === isEvent).length;
    const letters = n => (n < 26 ? '' : letters(Math.floor(n / 26) - 1)) + String.fromCharCode(97 + n % 26);
    this.marks.push({ event, isEvent, name: isEvent ? letters(before) : String(before + 1) });
  }

  // The part of the program to which a greenlet belongs, such as a node of a simulation.
  part(lane) {
    return this.data.rows[lane][4] || '';
  }

  label(lane) {
    return this.data.rows[lane][0] || '#' + lane;
  }

  site(lane) {
    return this.data.sites[this.data.rows[lane][1]];
  }

  shortSite(lane) {
    const found = /\(([^()]*)\)$/.exec(this.site(lane));
    return found ? found[1] : this.site(lane);
  }

  spawner(lane) {
    return this.data.rows[lane][3];
  }

  hubName(lane) {
    return this.data.hubs[this.laneHub[lane]];
  }

  // Who did what the event tells: a lane, or -1.
  actor(event) {
    const kind = this.kinds[event];
    if (kind === THROW) return this.thrownBy.get(event);
    return kind === SPAWN || kind === WAKE ? this.others[event] : -1;
  }

  waitsFor(event) {
    const other = this.others[event];
    if (this.kinds[event] !== OUT_JOIN) return this.data.texts[other];
    return 'the end of ' + (other < 0 ? 'a greenlet' : this.label(other));
  }

  wokenBy(event) {
    const other = this.others[event];
    if (this.kinds[event] === WAKE_THREAD) return this.data.texts[other];
    return other >= 0 ? this.label(other) : other === TIMER ? 'a timer' : 'the hub';
  }

  // The first slice of a lane that ends after x, by the given scale; or the end of its slices.
  sliceAt(lane, scale, x) {
    let low = this.first[lane], high = low + this.size[lane];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scale.end(this.to[middle]) > x) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  // The first event at or after x.
  eventAt(scale, x) {
    let low = 0, high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scale.at[middle] >= x) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

// A way to give events a place: by order or by time.
class Scale {
  constructor(name, at, length) {
    this.name = name;
    this.at = at;
    this.length = length > 0 ? length : 1;
  }

  end(event) {
    return event < 0 ? this.length : this.at[event];
  }
}

const UNITS = [['s', 1e9], ['ms', 1e6], ['\u00b5s', 1e3], ['ns', 1]];

function unitOf(nanos) {
  return UNITS.find(([, size]) => nanos >= size) || UNITS[3];
}

function durationText(nanos, digits = 4) {
  const [unit, size] = unitOf(nanos);
  return Number((nanos / size).toPrecision(digits)) + ' ' + unit;
}

// A moment, exactly enough to tell it from others that are a step away.
function momentText(nanos, step, longest) {
  const [unit, size] = unitOf(longest);
  return (nanos / size).toFixed(Math.max(0, Math.ceil(Math.log10(size / step) - 1e-9))) + ' ' + unit;
}

function numberText(number) {
  return number.toLocaleString('en');
}
