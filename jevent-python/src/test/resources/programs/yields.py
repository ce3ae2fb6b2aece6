# Calls of the standard library that wait, patched: others run meanwhile. What a call waits for comes from a ticker that has
# ticked before; a call that held the hub would wait for ever.
#: patched
from gevent import monkey
monkey.patch_all()
import gevent, sys, types
def ticked(then):
    """Ticks five times, then lets the call go on."""
    def tick():
        for i in range(5): gevent.sleep(0)
        then()
    return gevent.spawn(tick)
m = types.ModuleType('ticker'); m.ticked = ticked; sys.modules['ticker'] = m
print('ok')
#: sleep
import gevent, time
ticks = []
def tick():
    while True:
        ticks.append(1); gevent.sleep(0.01)
g = gevent.spawn(tick); time.sleep(0.2); print(len(ticks) > 5); g.kill()
#: socket recv
import gevent.socket
from ticker import ticked
a, b = gevent.socket.socketpair(); g = ticked(lambda: b.sendall(b'x')); print(a.recv(1) == b'x', g.ready())
#: socket accept and connect
import socket
from ticker import ticked
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1)
g = ticked(lambda: socket.create_connection(l.getsockname())); c, _ = l.accept(); g.join(); print(g.successful())
#: socket sendall
import gevent.socket
from ticker import ticked
a, b = gevent.socket.socketpair(); size = 8000000; got = []
def drain():
    while sum(got) < size: got.append(len(b.recv(1000000)))
g = ticked(drain); a.sendall(b'x' * size); g.join(); print(sum(got) == size)
#: select
import select, gevent.socket
from ticker import ticked
a, b = gevent.socket.socketpair(); g = ticked(lambda: b.sendall(b'x'))
r, w, e = select.select([a], [], []); print(r == [a], w, e, g.ready())
#: queue
try: import queue
except ImportError: import Queue as queue
from ticker import ticked
q = queue.Queue(); ticked(lambda: q.put('item')); print(q.get())
#: queue full
try: import queue
except ImportError: import Queue as queue
from ticker import ticked
q = queue.Queue(1); q.put(1); g = ticked(q.get); q.put(2); print(q.get(), g.ready())
#: threading event
import threading
from ticker import ticked
e = threading.Event(); ticked(e.set); print(bool(e.wait()), e.is_set())
#: threading lock
import threading
from ticker import ticked
l = threading.Lock(); l.acquire(); g = ticked(l.release); print(l.acquire(), g.ready())
#: threading condition
import threading
from ticker import ticked
c = threading.Condition(); done = []
def notify():
    with c: done.append(1); c.notify()
ticked(notify)
with c:
    while not done: c.wait()
print(done)
#: threading join
import threading
from ticker import ticked
e = threading.Event(); t = threading.Thread(target=e.wait); t.start(); ticked(e.set); t.join(); print(t.is_alive())
#: subprocess wait
import subprocess
from ticker import ticked
p = subprocess.Popen(['cat'], stdin=subprocess.PIPE); g = ticked(p.stdin.close); status = p.wait(); g.join(); print(status, g.successful())
#: subprocess output
import subprocess
from ticker import ticked
p = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
def write(): p.stdin.write(b'line\n'); p.stdin.close()
ticked(write); print(p.stdout.read() == b'line\n', p.wait())
#: files
import gevent, os, tempfile
from gevent.fileobject import FileObjectThread
d = tempfile.mkdtemp(); path = os.path.join(d, 'file')
with open(path, 'wb') as f: f.write(b'written')
ticks = []; gevent.spawn(lambda: ticks.append(1))
f = FileObjectThread(open(path, 'rb'), 'rb'); print(f.read() == b'written', ticks); f.close()
os.remove(path); os.rmdir(d)
#: dns
import gevent, socket
print(socket.getaddrinfo('127.0.0.1', 80, socket.AF_INET, socket.SOCK_STREAM)[0][4])
#: ssl
import gevent, os, socket, ssl, sys
from ticker import ticked
folder = os.path.join(os.path.dirname(sys.argv[1]), 'tls')
trusting = ssl.create_default_context(cafile=os.path.join(folder, 'ca.pem'))
serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH); serving.load_cert_chain(os.path.join(folder, 'server-both.pem'))
print(int(trusting.verify_mode), trusting.check_hostname, int(serving.verify_mode), serving.check_hostname)
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1)
client = socket.create_connection(l.getsockname()); server, _ = l.accept(); found = []
g = ticked(lambda: found.append(serving.wrap_socket(server, server_side=True)))
secured = trusting.wrap_socket(client, server_hostname='localhost'); g.join(); print('handshake', len(found))
g = ticked(lambda: found[0].sendall(b'x')); print('recv', secured.recv(1) == b'x', g.ready())
size = 2000000; got = []
def drain():
    while sum(got) < size: got.append(len(found[0].recv(1000000)))
g = ticked(drain); secured.sendall(b'x' * size); g.join(); print('sendall', sum(got) == size)
f = secured.makefile('rb'); g = ticked(lambda: found[0].sendall(b'line\n')); print('readline', f.readline() == b'line\n', g.ready())
g = ticked(lambda: secured.sendall(b'y')); r, w, e = __import__('select').select([found[0]], [], []); print('select', r == found, found[0].recv(5) == b'y', g.ready())
secured.close(); found[0].close(); l.close()
#: threads, names and timers of the threading module
import threading
main = threading.current_thread(); print(main.name, main.daemon, main.is_alive() if hasattr(main, 'is_alive') else main.isAlive())
done = []
t = threading.Timer(0.001, done.append, ['timer']); t.start(); t.join(); print(done)
t = threading.Timer(100, done.append, ['never']); t.start(); t.cancel(); t.join(); print(done)
t = threading.Thread(target=lambda: done.append(threading.current_thread().name), name='N'); print(t.ident, t.daemon); t.start(); t.join(); print(done[-1])
