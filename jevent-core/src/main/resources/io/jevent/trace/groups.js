// SPDX-License-Identifier: Apache-2.0
// The rows of the picture: lanes, groups of lanes that are alike, and a heading for each hub where there are several.

const GROUPS_FROM = 40, LEAST_GROUP = 6;

// How many of a group's members are ready, run and wait, from each of their events to the next.
class Density {
  constructor(events, counts) {
    this.events = events;
    this.counts = counts;
    this.sums = new Map();
  }

  // The average number of those that are ready, run and wait between two places of a scale.
  average(scale, from, to) {
    const sum = this.sumsOf(scale);
    const a = this.until(scale, sum, from), b = this.until(scale, sum, to);
    return a.map((value, k) => (b[k] - value) / (to - from));
  }

  sumsOf(scale) {
    let sum = this.sums.get(scale.name);
    if (!sum) {
      sum = [0, 1, 2].map(() => new Float64Array(this.events.length));
      for (let i = 1; i < this.events.length; i++) {
        const width = scale.at[this.events[i]] - scale.at[this.events[i - 1]];
        for (let k = 0; k < 3; k++) sum[k][i] = sum[k][i - 1] + width * this.counts[k][i - 1];
      }
      this.sums.set(scale.name, sum);
    }
    return sum;
  }

  until(scale, sum, x) {
    let low = 0, high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scale.at[this.events[middle]] > x) high = middle;
      else low = middle + 1;
    }
    const last = low - 1;
    if (last < 0) return [0, 0, 0];
    const since = x - scale.at[this.events[last]];
    return sum.map((values, k) => values[last] + since * this.counts[k][last]);
  }
}

class Rows {
  constructor(model) {
    this.model = model;
    this.grouping = false;
    this.open = new Set();
    this.needle = '';
    this.groups = this.findGroups();
    this.densities = new Map();
    this.arrange();
  }

  // Alike are those of one hub whose names differ in digits only, or that have no name and were spawned at one place.
  findGroups() {
    const model = this.model, byKey = new Map();
    for (let lane = 0; lane < model.laneCount; lane++) {
      const name = model.data.rows[lane][0];
      const like = name ? name.replace(/\d+/g, '\u2026') : model.shortSite(lane);
      const key = model.laneHub[lane] + (name ? ' n ' + like : ' s ' + model.site(lane));
      if (!byKey.has(key)) byKey.set(key, { key, label: like, lanes: [] });
      byKey.get(key).lanes.push(lane);
    }
    const groups = new Map();
    if (model.laneCount < GROUPS_FROM) return groups;
    for (const group of byKey.values()) {
      if (group.lanes.length >= LEAST_GROUP) group.lanes.forEach(lane => groups.set(lane, group));
    }
    this.grouping = groups.size > 0;
    return groups;
  }

  matches(lane) {
    const model = this.model;
    return !this.needle || (model.label(lane) + ' ' + model.site(lane)).toLowerCase().includes(this.needle);
  }

  arrange() {
    const model = this.model, shown = [], several = model.data.hubs.length > 1;
    this.list = [];
    this.found = 0;
    for (let lane = 0; lane < model.laneCount; lane++) if (this.matches(lane)) shown.push(lane);
    this.found = shown.length;
    const parts = [...new Set(shown.map(lane => model.part(lane)))];
    const rank = new Map(parts.map((part, i) => [part, i]));
    shown.sort((a, b) => model.laneHub[a] - model.laneHub[b] || rank.get(model.part(a)) - rank.get(model.part(b)) || a - b);
    const grouped = this.grouping && !this.needle;
    const height = shown.length <= 12 ? 46 : shown.length <= GROUPS_FROM ? 28 : 18;
    const seen = new Set();
    let hub = -1, part = '';
    for (const lane of shown) {
      if (several && model.laneHub[lane] !== hub) {
        hub = model.laneHub[lane];
        this.list.push({ kind: 'hub', label: model.data.hubs[hub], height: 24 });
      }
      if (parts.length > 1 && model.part(lane) !== part) {
        part = model.part(lane);
        if (part) this.list.push({ kind: 'hub', label: part, height: 24 });
      }
      const group = grouped ? this.groups.get(lane) : undefined;
      if (!group) {
        this.list.push({ kind: 'lane', lane, height: grouped ? 28 : height });
      } else if (!seen.has(group)) {
        seen.add(group);
        const open = this.open.has(group.key);
        this.list.push({ kind: 'group', group, open, height: 64 });
        if (open) for (const member of group.lanes) this.list.push({ kind: 'lane', lane: member, inside: true, height: 18 });
      }
    }
    this.place();
  }

  place() {
    this.rowOf = new Int32Array(this.model.laneCount).fill(-1);
    this.height = 0;
    this.list.forEach((row, i) => {
      row.y = this.height;
      this.height += row.height;
      if (row.kind === 'lane') this.rowOf[row.lane] = i;
      else if (row.kind === 'group' && !row.open) row.group.lanes.forEach(lane => { this.rowOf[lane] = i; });
    });
  }

  at(y) {
    let low = 0, high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.list[middle].y + this.list[middle].height > y) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  toggle(group) {
    if (!this.open.delete(group.key)) this.open.add(group.key);
    this.arrange();
  }

  // Opens what hides a lane, and returns its row, or nothing if the search hides it.
  reveal(lane) {
    const row = this.list[this.rowOf[lane]];
    if (row && row.kind === 'group') this.toggle(row.group);
    return this.list[this.rowOf[lane]];
  }

  density(group) {
    let density = this.densities.get(group.key);
    if (!density) {
      density = this.countMembers(group);
      this.densities.set(group.key, density);
    }
    return density;
  }

  countMembers(group) {
    const model = this.model, members = new Set(group.lanes), changes = [];
    for (const lane of group.lanes) {
      for (let s = model.first[lane]; s < model.first[lane] + model.size[lane]; s++) {
        changes.push([model.from[s], model.doing[s] - READY, 1]);
        if (model.to[s] >= 0) changes.push([model.to[s], model.doing[s] - READY, -1]);
      }
    }
    changes.sort((a, b) => a[0] - b[0]);
    const events = [], counts = [[], [], []], now = [0, 0, 0];
    group.peak = 1;
    for (const [event, doing, change] of changes) {
      now[doing] += change;
      const same = events.length && events[events.length - 1] === event;
      if (!same) events.push(event);
      counts.forEach((values, k) => { values[events.length - 1] = now[k]; });
      group.peak = Math.max(group.peak, now[0] + now[1] + now[2]);
    }
    group.size = members.size;
    return new Density(Int32Array.from(events), counts.map(values => Int32Array.from(values)));
  }
}
