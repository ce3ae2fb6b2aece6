'use strict';

const shown = 40;
const kept = 200;
const values = [];
const state = document.getElementById('state');
const line = document.getElementById('line');
const head = document.getElementById('head');
const svg = 'http://www.w3.org/2000/svg';

const across = (index) => 40 + index * 550 / (shown - 1);
const up = (value) => 240 - value * 40;

for (let value = 0; value <= 5; value++) {
  const rule = document.createElementNS(svg, 'line');
  const label = document.createElementNS(svg, 'text');
  Object.entries({x1: 40, x2: 590, y1: up(value), y2: up(value)}).forEach(([key, at]) => rule.setAttribute(key, at));
  label.setAttribute('x', 20);
  label.setAttribute('y', up(value) + 4);
  label.textContent = value;
  document.getElementById('grid').append(rule, label);
}

function draw() {
  const points = values.map((value, index) => across(index) + ',' + up(value.y));
  line.setAttribute('points', points.join(' '));
  head.setAttribute('cx', across(values.length - 1));
  head.setAttribute('cy', up(values.at(-1).y));
  document.getElementById('last').textContent = values.at(-1).y + ' (number ' + values.at(-1).x + ')';
}

function append(message) {
  const messages = document.getElementById('messages');
  const paragraph = document.createElement('p');
  paragraph.textContent = message;
  messages.append(paragraph);
  if (messages.childElementCount > kept) {
    messages.firstElementChild.remove();
  }
}

function connect() {
  let failed = false;
  const socket = new WebSocket((location.protocol === 'https:' ? 'wss://' : 'ws://') + location.host + '/values');
  socket.onopen = () => { state.textContent = 'connected'; };
  socket.onmessage = message => {
    append(message.data);
    values.push(JSON.parse(message.data));
    if (values.length > shown) {
      values.shift();
    }
    draw();
  };
  socket.onerror = () => {
    failed = true;
    state.textContent = 'error';
  };
  socket.onclose = () => {
    state.textContent = (failed ? 'error' : 'closed') + ', trying again';
    setTimeout(connect, 1000);
  };
}

connect();
