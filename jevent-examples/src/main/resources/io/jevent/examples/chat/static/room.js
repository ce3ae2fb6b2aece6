'use strict';

/*
 * Events come by a WebSocket; where none can be had, by long polling, and a WebSocket is tried again now and then. Each
 * event has a number, and a page that connects says the last one that it has seen, so that nothing is lost or shown twice
 * when a connection breaks or the server is started again. The servers of a cluster say where the others are; when one ends,
 * its pages connect to the next.
 */
const here = '/room/' + encodeURIComponent(room) + '/' + encodeURIComponent(name);
const pollsOnly = new URLSearchParams(location.search).get('by') === 'polling';

const socketsThatFail = 2;     // then the page polls
const socketAgain = 30000;     // and tries a WebSocket again after so many ms
const opening = 5000;          // a connection that takes longer has failed
const silence = 25000;         // the server says something every 10 s, so after so many ms the connection is dead

let version = -1;
let servers = [location.host];
let server = 0;
let socket = null;
let failures = 0;
let retry = 0;
let watchdog = 0;

function take(event) {
  if (event.refused) {
    refuse(event.refused, event.why);
  }
  if (event.servers) {
    const now = servers[server];
    servers = [...new Set([location.host, ...event.servers])];
    server = Math.max(servers.indexOf(now), 0);
  }
  if (event.people) {
    version = event.version;
    showPeople(event.people);
  }
  if (event.id) {
    showSaid(event);
  }
}

function seen() {
  return '?after=' + after + '&people=' + version;
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
  const fresh = new WebSocket(scheme + servers[server] + here + '/socket' + seen());
  let opened = false;
  setTimeout(() => opened || fresh.close(), opening);
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
  if (pollsOnly || failures >= socketsThatFail * servers.length) {
    poll(1, Date.now());
    return;
  }
  open(() => {
    failures++;
    server = (server + 1) % servers.length;
    show('lost', 'reconnecting');
    connectLater(attempt + 1);
  });
}

function connectLater(attempt) {
  clearTimeout(retry);
  retry = setTimeout(connect, attempt ? wait(attempt) : 200, attempt);
}

/* Polls go to the page's own server. A poll that succeeds after something has failed shows that the server is there: a WebSocket is tried at once. */
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

addEventListener('offline', () => socket && socket.close());

connect(0);
