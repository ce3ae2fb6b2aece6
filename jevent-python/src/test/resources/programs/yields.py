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
p = subprocess.Popen(['cat'], stdin=subprocess.PIPE); g = ticked(p.stdin.close); print(p.wait(), g.ready())
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
