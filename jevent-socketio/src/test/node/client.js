// The official client of Socket.IO against the server of a test: node client.js URL SCENARIO TRANSPORTS...
const { io } = require('socket.io-client');

const [url, scenario, ...transports] = process.argv.slice(2);

setTimeout(() => {
  console.log('too late');
  process.exit(1);
}, 15000).unref();

function open(namespace, options) {
  return io(url + namespace, { transports, forceNew: true, reconnection: false, ...options });
}

function on(socket, event) {
  return new Promise(resolve => socket.once(event, (...values) => resolve(values)));
}

function upgraded(socket) {
  if (transports.length < 2 || socket.io.engine.transport.name === 'websocket') {
    return;
  }
  return new Promise(resolve => socket.io.engine.once('upgrade', resolve));
}

const scenarios = {
  async events() {
    const socket = open('/', { auth: { token: 'secret' } });
    const [text, bytes] = await on(socket, 'welcome');
    console.log('welcome', text, bytes.toString('hex'));
    await upgraded(socket);
    console.log('transport', socket.io.engine.transport.name);
    const echo = await socket.emitWithAck('echo', 'Grüße 🌍', 7, { deep: [Buffer.from([0, 1, 255])] }, null);
    console.log('echo', echo[0], echo[1], echo[2].deep[0].toString('hex'), echo[3]);
    socket.on('question', (n, answer) => answer(n * 2, Buffer.from([n])));
    console.log('asked', await socket.emitWithAck('ask me', 21));
    for (let i = 0; i < 200; i++) {
      socket.emit('count', i);
    }
    console.log('ordered', await socket.emitWithAck('counted'));
    const large = await socket.emitWithAck('echo', 'x'.repeat(300000), Buffer.alloc(300000, 7));
    console.log('large', large[0].length, large[1].length, large[1][299999]);
    socket.disconnect();
  },

  async rooms() {
    const [a, b, c] = [open('/chat'), open('/chat'), open('/chat')];
    await Promise.all([on(a, 'connect'), on(b, 'connect'), on(c, 'connect')]);
    const heard = { a: [], b: [], c: [] };
    for (const [name, socket] of Object.entries({ a, b, c })) {
      socket.on('said', text => heard[name].push(text));
    }
    await a.emitWithAck('join', 'blue');
    await b.emitWithAck('join', 'blue');
    await a.emitWithAck('say to', 'blue', 'without me');
    await a.emitWithAck('say to others', 'without me, all');
    await a.emitWithAck('say to all', 'with me');
    await b.emitWithAck('leave', 'blue');
    await a.emitWithAck('say in', 'blue', 'only me');
    for (const socket of [a, b, c]) {
      await socket.emitWithAck('flush');
    }
    console.log(JSON.stringify(heard));
    [a, b, c].forEach(socket => socket.disconnect());
  },

  async refusals() {
    const refused = open('/', { auth: { token: 'wrong' } });
    const [error] = await on(refused, 'connect_error');
    console.log('refused', error.message, JSON.stringify(error.data));
    refused.disconnect();
    const unknown = open('/unknown');
    console.log('unknown', (await on(unknown, 'connect_error'))[0].message);
    unknown.disconnect();
    const shown = open('/', { auth: { token: 'secret' } });
    await on(shown, 'connect');
    shown.emit('fail');
    shown.emit('leave me');
    console.log('disconnected', (await on(shown, 'disconnect'))[0]);
    shown.io.engine.close();
  },

  async shutdown() {
    const socket = open('/', { auth: { token: 'secret' } });
    await on(socket, 'connect');
    await upgraded(socket);
    socket.emit('stop');
    console.log('last', (await on(socket, 'last'))[0]);
    console.log('disconnected', (await on(socket, 'disconnect'))[0]);
  },

  async pings() {
    const socket = open('/', { auth: { token: 'secret' } });
    await on(socket, 'connect');
    await upgraded(socket);
    for (let i = 0; i < 3; i++) {
      await new Promise(resolve => socket.io.engine.once('ping', resolve));
    }
    console.log('alive', await socket.emitWithAck('counted'));
    socket.disconnect();
  }
};

scenarios[scenario]().catch(failure => {
  console.log(failure);
  process.exit(1);
});
