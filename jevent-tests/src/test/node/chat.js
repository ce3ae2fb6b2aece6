// The official client of Socket.IO in the chat: node chat.js URL SCENARIO TRANSPORTS...
const { io } = require('socket.io-client');

const [url, scenario, ...transports] = process.argv.slice(2);

function open(name) {
  return io(url, { transports, forceNew: true, reconnection: false, auth: { name } });
}

function on(socket, event) {
  return new Promise(resolve => socket.once(event, resolve));
}

/* Waits for a list of people. */
function people(socket, ...names) {
  return new Promise(resolve => socket.on('people', list => {
    if (list.join() === names.join()) {
      resolve(list.join());
    }
  }));
}

function texts(entered) {
  return JSON.stringify(entered.messages.map(message => message.user + ': ' + message.text));
}

const scenarios = {
  async talk() {
    const bad = open('a:b');
    console.log('refused', (await on(bad, 'connect_error')).message);
    bad.disconnect();

    const ada = open('ada');
    await on(ada, 'connect');
    console.log('early', JSON.stringify(await ada.emitWithAck('say', 'to no one')));
    console.log('nowhere', JSON.stringify(await ada.emitWithAck('enter', 'nowhere', 0)));
    console.log('ada', texts(await ada.emitWithAck('enter', 'topic1', 0)));

    const bob = open('bob');
    await on(bob, 'connect');
    const two = people(ada, 'ada', 'bob');
    const entered = await bob.emitWithAck('enter', 'topic1', 0);
    console.log('bob', texts(entered), entered.people.join());
    console.log('people', await two);

    const heard = on(bob, 'said');
    console.log('said', JSON.stringify(await ada.emitWithAck('say', 'hello')));
    const hello = await heard;
    console.log('heard', hello.user, hello.text);
    console.log('long', JSON.stringify(await ada.emitWithAck('say', 'x'.repeat(2001))));

    const carol = open('carol');
    await on(carol, 'connect');
    console.log('carol', texts(await carol.emitWithAck('enter', 'topic1', 0)));
    console.log('elsewhere', texts(await carol.emitWithAck('enter', 'topic2', 0)));
    const again = on(bob, 'said');
    await ada.emitWithAck('say', 'again');
    await again;
    console.log('back', texts(await carol.emitWithAck('enter', 'topic1', hello.id)));

    const left = people(ada, 'ada', 'carol');
    bob.disconnect();
    console.log('people', await left);
    ada.disconnect();
    carol.disconnect();
  },

  async stay() {
    const ada = open('ada');
    await on(ada, 'connect');
    await ada.emitWithAck('enter', 'topic1', 0);
    const end = on(ada, 'disconnect');
    console.log('entered');
    console.log('disconnected', await end);
  },

  async share() {
    const ada = open('ada');
    await on(ada, 'connect');
    await ada.emitWithAck('enter', 'topic1', 0);
    const heard = on(ada, 'said');
    console.log('entered');
    const said = await heard;
    console.log('heard', said.user, said.text);
    ada.disconnect();
  },
};

scenarios[scenario]().catch(failure => {
  console.log(failure);
  process.exit(1);
});
