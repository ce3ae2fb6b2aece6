'use strict';

/*
 * What is seen of a room. The script that comes after this one connects it to the server, and has a function say(text), which
 * returns why a message could not be sent, or ''.
 */
const room = document.body.dataset.room;
const name = document.body.dataset.name;
const messages = document.getElementById('messages');
const people = document.getElementById('people');
const state = document.getElementById('state');
const error = document.getElementById('error');
const unread = document.getElementById('unread');
const input = document.getElementById('text');

let after = Number(document.body.dataset.after);
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

function showPeople(names) {
  people.replaceChildren(...names.map(user => {
    const one = document.createElement('span');
    one.textContent = user;
    return one;
  }));
}

/* Each message has a number; one that was seen already is not shown again. */
function showSaid(said) {
  if (said.id > after) {
    after = said.id;
    append(bubble(said.user, said.text, said.at), atEnd() || said.user === name);
  }
}

function refuse(text, why) {
  input.value = input.value || text;
  complain(why);
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

/* The server's list has lines NAME:TEXT; there is no colon in a name. */
const times = messages.dataset.times.split(' ');
[...messages.children].forEach((item, i) => {
  const line = item.textContent;
  const colon = line.indexOf(':');
  item.replaceWith(bubble(line.slice(0, colon), line.slice(colon + 1), Number(times[i])));
});
document.getElementById('empty').hidden = messages.children.length > 0;
toEnd();
