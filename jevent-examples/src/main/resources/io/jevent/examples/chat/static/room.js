'use strict';

/*
 * Events come by a WebSocket; where none can be had, by long polling. Each has a number, and whoever connects says the
 * last one that was seen, so that nothing is lost or shown twice when a connection breaks.
 */
const room = document.body.dataset.room;
const name = document.body.dataset.name;
const messages = document.getElementById('messages');
const people = document.getElementById('people');
const state = document.getElementById('state');
const here = '/room/' + encodeURIComponent(room) + '/' + encodeURIComponent(name);
const socketsThatFail = 2;

let after = Number(document.body.dataset.after);
let version = -1;
let socket = null;
let failures = new URLSearchParams(location.search).get('by') === 'polling' ? socketsThatFail : 0;

function show(kind, text) {
  state.className = 'state ' + kind;
  state.textContent = text;
}

function bubble(user, text) {
  const item = document.createElement('li');
  const by = document.createElement('b');
  by.textContent = user;
  item.append(by, text);
  item.classList.toggle('mine', user === name);
  return item;
}

function atEnd() {
  return messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
}

function take(event) {
  if (event.refused) {
    refuse(event.refused, event.why);
  }
  if (event.people) {
    version = event.version;
    people.replaceChildren(...event.people.map(user => {
      const one = document.createElement('span');
      one.textContent = user;
      return one;
    }));
  }
  if (event.id > after) {
    after = event.id;
    const follow = atEnd() || event.user === name;
    messages.append(bubble(event.user, event.text));
    if (follow) {
      messages.scrollTop = messages.scrollHeight;
    }
  }
}

function seen() {
  return '?after=' + after + '&people=' + version;
}

function refuse(text, why) {
  const input = document.getElementById('text');
  input.value = input.value || text;
  show('lost', why);
}

function wait(attempt) {
  return Math.min(500 * 2 ** attempt, 8000) * (0.5 + Math.random() / 2);
}

function connect(attempt) {
  if (failures >= socketsThatFail) {
    poll(0);
    return;
  }
  let opened = false;
  const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
  socket = new WebSocket(scheme + location.host + here + '/socket' + seen());
  socket.onopen = () => {
    opened = true;
    failures = 0;
    show('live', 'live');
  };
  socket.onmessage = message => take(JSON.parse(message.data));
  socket.onclose = () => {
    socket = null;
    failures += opened ? 0 : 1;
    show('lost', 'reconnecting');
    setTimeout(connect, opened ? 200 : wait(attempt), opened ? 0 : attempt + 1);
  };
}

async function poll(attempt) {
  try {
    const answer = await fetch(here + '/events' + seen());
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    show('live', 'live (polling)');
    (await answer.json()).forEach(take);
    poll(0);
  } catch {
    show('lost', 'reconnecting');
    setTimeout(poll, wait(attempt), attempt + 1);
  }
}

async function say(text) {
  if (socket && socket.readyState === WebSocket.OPEN) {
    socket.send(text);
    return true;
  }
  try {
    const answer = await fetch('/put/' + encodeURIComponent(room) + '/' + encodeURIComponent(name), {
      method: 'POST',
      body: new URLSearchParams({message: text}),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

document.getElementById('say').addEventListener('submit', async event => {
  event.preventDefault();
  const input = document.getElementById('text');
  const text = input.value.trim();
  if (!text) {
    return;
  }
  input.value = '';
  if (!await say(text)) {
    refuse(text, 'not sent');
  }
});

for (const item of messages.children) {
  const [user, ...rest] = item.textContent.split(':');
  item.replaceWith(bubble(user, rest.join(':')));
}
messages.scrollTop = messages.scrollHeight;
connect(0);
