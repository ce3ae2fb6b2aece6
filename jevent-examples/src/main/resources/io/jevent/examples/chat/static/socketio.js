'use strict';

/*
 * Events come by the official client of Socket.IO, which connects again by itself. Then the page tells the number of the last
 * message that it has seen, so that nothing is lost or shown twice.
 */
const socket = io({auth: {name}, transports: pollsOnly() ? ['polling'] : ['polling', 'websocket']});

function pollsOnly() {
  return new URLSearchParams(location.search).get('by') === 'polling';
}

function tell() {
  const transport = socket.io.engine.transport.name;
  show('live', transport === 'polling' ? 'live (polling)' : 'live');
}

socket.on('connect', async () => {
  tell();
  socket.io.engine.once('upgrade', tell);
  const entered = await socket.emitWithAck('enter', room, after);
  complain(entered.refused || '');
  showPeople(entered.people || []);
  (entered.messages || []).forEach(showSaid);
});
socket.on('disconnect', () => show('lost', 'reconnecting'));
socket.on('connect_error', error => {
  show('lost', socket.active ? 'reconnecting' : 'refused');
  if (!socket.active) {
    complain(error.message);
  }
});
socket.on('people', showPeople);
socket.on('said', showSaid);

async function say(text) {
  try {
    return (await socket.timeout(5000).emitWithAck('say', text)).refused || '';
  } catch {
    return 'the server cannot be reached';
  }
}
