'use strict';

/*
 * Events come by a WebSocket; where none can be had, by long polling, and a WebSocket is tried again now and then. Each
 * event has a number, and a page that connects says the last one that it has seen, so that nothing is lost or shown twice
 * when a connection breaks or the server is started again.
 */
const room = document.body.dataset.room;
const name = document.body.dataset.name;
const messages = document.getElementById('messages');
const people = document.getElementById('people');
const state = document.getElementById('state');
const error = document.getElementById('error');
const unread = document.getElementById('unread');
const input = document.getElementById('text');
const here = '/room/' + encodeURIComponent(room) + '/' + encodeURIComponent(name);
const pollsOnly = new URLSearchParams(location.search).get('by') === 'polling';

const socketsThatFail = 2;     // then the page polls
const socketAgain = 30000;     // and tries a WebSocket again after so many ms
const silence = 25000;         // the server says something every 10 s, so after so many ms the connection is dead

let after = Number(document.body.dataset.after);
let version = -1;
let socket = null;
let failures = 0;
let retry = 0;
let watchdog = 0;
let news = 0;

function show(kind, text) {
  state.className = 'state ' + kind;
  state.textContent = text;
}

function complain(text) {
  error.textContent = text;
  error.hidden = !text;
}

function bubble(user, text, at) {
  const item = document.createElement('li');
  const by = document.createElement('b');
  const time = new Date(at);
  by.textContent = user;
  by.dataset.time = time.toLocaleTimeString([], {hour: '2-digit', minute: '2-digit'});
  item.title = time.toLocaleString();
  item.append(by, text);
  item.classList.toggle('mine', user === name);
  return item;
}

function atEnd() {
  return messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
}

function toEnd() {
  messages.scrollTop = messages.scrollHeight;
  seeNews(0);
}

function seeNews(count) {
  news = count;
  unread.hidden = !count;
  unread.textContent = count + (count === 1 ? ' new message' : ' new messages') + ' ↓';
}

function append(item, follow) {
  messages.append(item);
  document.getElementById('empty').hidden = true;
  if (follow) {
    toEnd();
  } else {
    seeNews(news + 1);
  }
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
    append(bubble(event.user, event.text, event.at), atEnd() || event.user === name);
  }
}

function seen() {
  return '?after=' + after + '&people=' + version;
}

function refuse(text, why) {
  input.value = input.value || text;
  complain(why);
}

function wait(attempt) {
  return Math.min(500 * 2 ** attempt, 8000) * (0.5 + Math.random() / 2);
}

function heard() {
  clearTimeout(watchdog);
  watchdog = setTimeout(() => socket && socket.close(), silence);
}

/* Calls `failed` if no connection could be opened. */
function open(failed) {
  const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
  const fresh = new WebSocket(scheme + location.host + here + '/socket' + seen());
  let opened = false;
  fresh.onopen = () => {
    opened = true;
    failures = 0;
    socket = fresh;
    show('live', 'live');
    heard();
  };
  fresh.onmessage = message => {
    heard();
    take(JSON.parse(message.data));
  };
  fresh.onclose = () => {
    if (!opened) {
      failed();
      return;
    }
    clearTimeout(watchdog);
    socket = null;
    show('lost', 'reconnecting');
    connectLater(0);
  };
}

function connect(attempt) {
  if (pollsOnly || failures >= socketsThatFail) {
    poll(1, Date.now());
    return;
  }
  open(() => {
    failures++;
    show('lost', 'reconnecting');
    connectLater(attempt + 1);
  });
}

function connectLater(attempt) {
  clearTimeout(retry);
  retry = setTimeout(connect, attempt ? wait(attempt) : 200, attempt);
}

/* A poll that succeeds after something has failed shows that the server is there: a WebSocket is tried at once. */
async function poll(attempt, tried) {
  try {
    const answer = await fetch(here + '/events' + seen());
    if (!answer.ok) {
      throw new Error(await answer.text());
    }
    (await answer.json()).forEach(take);
    show('live', 'live (polling)');
    if (!pollsOnly && (attempt > 0 || Date.now() - tried > socketAgain)) {
      open(() => poll(0, Date.now()));
    } else {
      poll(0, tried);
    }
  } catch {
    show('lost', 'reconnecting');
    clearTimeout(retry);
    retry = setTimeout(poll, wait(attempt), attempt + 1, tried);
  }
}

async function say(text) {
  if (socket && socket.readyState === WebSocket.OPEN) {
    socket.send(text);
    return '';
  }
  try {
    const answer = await fetch('/put/' + encodeURIComponent(room) + '/' + encodeURIComponent(name), {
      method: 'POST',
      body: new URLSearchParams({message: text}),
    });
    return answer.ok ? '' : await answer.text();
  } catch {
    return 'the server cannot be reached';
  }
}

document.getElementById('say').addEventListener('submit', async event => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) {
    return;
  }
  input.value = '';
  complain('');
  const why = await say(text);
  if (why) {
    refuse(text, 'Not sent: ' + why);
  }
});

unread.addEventListener('click', toEnd);
messages.addEventListener('scroll', () => {
  if (atEnd()) {
    seeNews(0);
  }
});
addEventListener('offline', () => socket && socket.close());

/* The server's list has lines NAME:TEXT; there is no colon in a name. */
const times = messages.dataset.times.split(' ');
[...messages.children].forEach((item, i) => {
  const line = item.textContent;
  const colon = line.indexOf(':');
  item.replaceWith(bubble(line.slice(0, colon), line.slice(colon + 1), Number(times[i])));
});
document.getElementById('empty').hidden = messages.children.length > 0;
toEnd();
connect(0);
