# Selectors, watchers of files and processes, the prompt on a connection, resolvers, pools of threads, attributes of the hub.
#: selector readable
from gevent import selectors, socket
s = selectors.DefaultSelector(); a, b = socket.socketpair(); key = s.register(a, selectors.EVENT_READ, 'data'); b.sendall(b'x')
r = s.select(); print([(k.data, k.fileobj is a, k.fd == a.fileno(), k.events, e) for k, e in r], key == r[0][0]); s.close()
#: selector writable and readable
from gevent import selectors, socket
s = selectors.GeventSelector(); a, b = socket.socketpair(); s.register(a, selectors.EVENT_READ | selectors.EVENT_WRITE); print([e for k, e in s.select()])
s.close()
#: selector waits for a greenlet
import gevent
from gevent import selectors, socket
s = selectors.DefaultSelector(); a, b = socket.socketpair(); s.register(a, selectors.EVENT_READ)
order = []
def write(): order.append('write'); b.sendall(b'x')
gevent.spawn(write); r = s.select(); order.append('ready'); print(len(r), order)
#: selector times out
from gevent import selectors, socket
s = selectors.DefaultSelector(); a, b = socket.socketpair(); s.register(a, selectors.EVENT_READ); print(s.select(0.01), s.select(0), s.select(-1))
#: selector of nothing
from gevent import selectors
print(selectors.DefaultSelector().select(0.01))
#: selector modify and unregister
from gevent import selectors, socket
s = selectors.DefaultSelector(); a, b = socket.socketpair(); s.register(a, selectors.EVENT_READ, 1)
k = s.modify(a, selectors.EVENT_WRITE, 2); print(k.events, k.data, [(k.data, e) for k, e in s.select()]); print(s.unregister(a).data, len(s.get_map()))
#: selector maps
from gevent import selectors, socket
s = selectors.DefaultSelector(); a, b = socket.socketpair(); s.register(a, 1, 'a'); s.register(b.fileno(), 2, 'b')
print(s.get_key(a).data, s.get_key(b).data, len(s.get_map()), a in s.get_map(), sorted(k.data for k in s.get_map().values()))
#: selector refuses
from gevent import selectors, socket
s = selectors.DefaultSelector(); a, b = socket.socketpair(); s.register(a, 1)
for f in (lambda: s.register(a, 1), lambda: s.register(b, 0), lambda: s.register(b, 8), lambda: s.register('x', 1), lambda: s.unregister(b), lambda: s.modify(b, 1), lambda: s.get_key(b)):
    try: f(); print('ok')
    except (KeyError, ValueError) as e: print(type(e).__name__)
#: selector as a context
from gevent import selectors, socket
a, b = socket.socketpair()
with selectors.DefaultSelector() as s: s.register(a, 1)
try: s.get_key(a)
except RuntimeError as e: print(e)
#: selector accepts
import gevent
from gevent import selectors, socket
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1); s = selectors.DefaultSelector(); s.register(l, selectors.EVENT_READ)
g = gevent.spawn(socket.create_connection, l.getsockname()); print(len(s.select())); c, _ = l.accept(); g.join(); print(g.successful()); l.close()
#: stat watcher
import gevent, os, tempfile
p = os.path.join(tempfile.mkdtemp(), 'f'); open(p, 'w').close()
h = gevent.get_hub(); w = h.loop.stat(p, 0.1)
def write():
    with open(p, 'a') as f: f.write('more')
gevent.spawn_later(0.05, write); h.wait(w); print(w.path == p, w.prev.st_size, w.attr.st_size, w.active); os.remove(p)
#: stat watcher of a file that comes and goes
import gevent, os, tempfile
p = os.path.join(tempfile.mkdtemp(), 'f'); h = gevent.get_hub(); w = h.loop.stat(p, 0.1); print(w.attr, w.prev)
def write():
    with open(p, 'a') as f: f.write('more')
gevent.spawn_later(0.05, write); h.wait(w); print(w.prev, w.attr.st_size)
gevent.spawn_later(0.05, os.remove, p); h.wait(w); print(w.prev.st_size, w.attr)
#: stat watcher that is stopped
import gevent, os, tempfile
p = os.path.join(tempfile.mkdtemp(), 'f'); w = gevent.get_hub().loop.stat(p, 0.1); w.start(print, 'never'); w.stop(); open(p, 'w').close(); gevent.sleep(0.3); print(w.active)
#: child watcher
import gevent
from gevent import subprocess
h = gevent.get_hub(); p = subprocess.Popen(['sh', '-c', 'read x; exit 3'], stdin=subprocess.PIPE); w = h.loop.child(p.pid); gevent.spawn(p.stdin.close); h.wait(w)
print(w.pid == p.pid, w.rpid == p.pid, w.rstatus, p.wait()); w.close()
#: child watcher of a signal
import gevent
from gevent import subprocess
h = gevent.get_hub(); p = subprocess.Popen(['cat'], stdin=subprocess.PIPE); w = h.loop.child(p.pid); got = []; w.start(lambda *a: got.append(a), 'one', 2); p.kill(); p.wait(); gevent.sleep(0.01)
print(got, w.rstatus & 127); w.stop()
#: child watcher has a function
import gevent
from gevent import subprocess
p = subprocess.Popen(['cat'], stdin=subprocess.PIPE); w = gevent.get_hub().loop.child(p.pid)
try: w.start(5)
except TypeError: print('TypeError')
p.stdin.close(); print(p.wait(), w.active)
#: fork watcher
import gevent
w = gevent.get_hub().loop.fork(ref=False); w.start(print, 'never'); gevent.sleep(0.001); print(w.active); w.stop(); print(w.active)
#: backdoor
import gevent
from gevent import backdoor, socket
srv = backdoor.BackdoorServer(('127.0.0.1', 0), locals={'x': 5}, banner='welcome'); srv.start()
s = socket.create_connection(('127.0.0.1', srv.server_port))
def until(end):
    d = b''
    while not d.endswith(end): d += s.recv(1)
    return d.decode()
print(repr(str(until(b'>>> '))))
for line in ('x + 1', 'y = x * 2', 'print(y)', 'y', 'None', '[][1]', 'locals()["x"]'):
    s.sendall((line + '\n').encode()); t = until(b'>>> ').strip().split('\n'); print(line, '->', str(t[0].strip()) if len(t) < 3 else str(t[-2].split(':')[0].strip()))
for line in (b'def f(n):\n', b'    return n + 1\n', b'\n', b'f(4)\n'): s.sendall(line); t = until((b'>>> ', b'... '))
print(str(t.split('\n')[0].strip())); s.close(); srv.stop()
#: backdoor is left
from gevent import backdoor, socket
srv = backdoor.BackdoorServer(('127.0.0.1', 0), banner='b'); srv.start(); s = socket.create_connection(('127.0.0.1', srv.server_port)); d = b''
while not d.endswith(b'>>> '): d += s.recv(100)
s.sendall(b'quit()\n')
while s.recv(100): pass
print('closed'); srv.stop()
#: backdoor has prompts of their own
from gevent import backdoor, socket
srv = backdoor.BackdoorServer(('127.0.0.1', 0), banner='b'); srv.start(); made = []
def ask(s, line):
    s.sendall(line); d = b''
    while not d.endswith(b'>>> '): d += s.recv(100)
    return d.decode().split('\n')[0].strip()
for n in (1, 2):
    s = socket.create_connection(('127.0.0.1', srv.server_port)); d = b''
    while not d.endswith(b'>>> '): d += s.recv(100)
    ask(s, b'v = %d\n' % n if str is not bytes else 'v = %d\n' % n); made.append(s)
print([str(ask(s, b'v\n')) for s in made]); [s.close() for s in made]; srv.stop()
#: threadpool maxsize
from gevent.threadpool import ThreadPool
p = ThreadPool(2); print(p.maxsize, p.size, len(p)); p.maxsize = 5; print(p.maxsize, p.apply(lambda: 7), p.size); p.kill()
for v in (-1, 'x', 1.5, None):
    try: p.maxsize = v; print('ok')
    except (TypeError, ValueError) as e: print(e)
#: threadpool size is limited
from gevent.threadpool import ThreadPool
p = ThreadPool(2)
for v in (3, -1):
    try: p.size = v; print('ok')
    except ValueError as e: print(e)
#: threadpool grows
import gevent, threading
from gevent.threadpool import ThreadPool
p = ThreadPool(1); p.maxsize = 2; one, two = gevent.monkey.get_original('threading', 'Event')() if hasattr(gevent, 'monkey') else threading.Event(), threading.Event()
def first(): one.set(); return two.wait(60)
def second(): r = one.wait(60); two.set(); return r
a, b = p.spawn(first), p.spawn(second); print(bool(a.get()), bool(b.get()), p.size); p.kill()
#: pool has room
import gevent
from gevent.pool import Pool, PoolFull
p = Pool(1); print(p.size, p.free_count(), p.full()); g = p.spawn(gevent.sleep, 0.01); print(p.free_count(), p.full(), p.wait_available(0.001) is not None)
try: p.add(gevent.Greenlet(gevent.sleep), blocking=False)
except PoolFull as e: print(type(e).__name__)
g.join(); print(p.free_count())
#: hub attributes
import gevent
h = gevent.get_hub(); print(h.name, h.main_hub, h.dead, h.threadpool_size, h.threadpool.maxsize, [c.__name__ for c in h.NOT_ERROR[:2]], [c.__name__ for c in h.SYSTEM_ERROR])
h.name = 'named'; print(h.name, "'named'" in repr(h)); h.name = ''
print(h.threadpool is h.threadpool, h.resolver is h.resolver, h.loop.default, callable(h.handle_error), h.periodic_monitoring_thread, type(h).__name__)
print(h.minimal_ident, h.loop.MAXPRI, h.loop.MINPRI, isinstance(h.thread_ident, int) or h.thread_ident > 0)
#: hub takes a resolver and a pool
import gevent
from gevent.threadpool import ThreadPool
h = gevent.get_hub(); r, t = h.resolver, h.threadpool; h.resolver = 5; print(h.resolver); h.resolver = r; p = ThreadPool(1); h.threadpool = p; print(h.threadpool is p); h.threadpool = t; p.kill()
#: resolver of the hub
import gevent
r = gevent.get_hub().resolver; print(r.gethostbyname('127.0.0.1'), r.getaddrinfo('127.0.0.1', 80, 2, 1)[0][4]); r.close()
#: several sends are one call
import gevent
loop = gevent.get_hub().loop; r = []; a = loop.async_(); a.start(r.append, 1); a.send(); a.send(); gevent.sleep(0.01); print(r, a.pending, a.active); a.send(); gevent.sleep(0.01); print(r); a.close()
#: io watchers pass their events, and refuse others
import gevent
from gevent import socket
a, b = socket.socketpair(); loop = gevent.get_hub().loop; r = []; w = loop.io(a.fileno(), 1); b.sendall(b'x')
w.start(lambda *given: (r.append(given), w.stop()), 5, pass_events=True); gevent.sleep(0.05); print(r[0][1:], len(r[0]), r[0][0] & 1, w.active); w.close(); a.close(); b.close()
for fd, events in ((0, 7), (-1, 1)):
    try: loop.io(fd, events)
    except ValueError as e: print(e)
#: how watchers print
import gevent, re
loop = gevent.get_hub().loop
def f(): pass
def shown(w): return re.sub(' at 0x[0-9a-fA-F]+L?| native=0x[0-9a-f]+', '', repr(w))
for w in (loop.timer(5), loop.async_(), loop.idle()): print(shown(w)); w.start(f); print(shown(w)); w.stop(); w.close()
