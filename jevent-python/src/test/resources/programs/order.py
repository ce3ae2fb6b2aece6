# The order in which greenlets run.
import gevent
#: spawn does not run
import gevent
gevent.spawn(print, 'child'); print('parent'); gevent.sleep(0)
#: fifo
import gevent
for i in range(5): gevent.spawn(print, i)
gevent.sleep(0)
#: sleep zero interleaves
import gevent
def f(n):
    for i in range(3): print(n, i); gevent.sleep(0)
gevent.joinall([gevent.spawn(f, n) for n in 'abc'])
#: callbacks are in the same line
import gevent
hub = gevent.get_hub()
gevent.spawn(print, 1); gevent.spawn_raw(print, 2); hub.loop.run_callback(print, 3); gevent.spawn(print, 4)
gevent.sleep(0)
#: timers by deadline
import gevent
for t in (0.03, 0.01, 0.02): gevent.spawn_later(t, print, t)
gevent.sleep(0.05)
#: spawn_later zero comes after spawn
import gevent
gevent.spawn_later(0, print, 'later'); gevent.spawn(print, 'now'); gevent.sleep(0.01)
#: nested spawns
import gevent
def f(n):
    print('f', n)
    if n: gevent.spawn(f, n - 1)
gevent.spawn(f, 3); gevent.spawn(print, 'x')
gevent.sleep(0); gevent.sleep(0); gevent.sleep(0); gevent.sleep(0)
#: joinall returns all
import gevent
gs = [gevent.spawn(lambda x: x * 2, i) for i in range(4)]
print([g.value for g in gevent.joinall(gs)])
#: wait returns by readiness
import gevent
def s(t): gevent.sleep(t); return t
print([g.value for g in gevent.wait([gevent.spawn(s, t) for t in (0.03, 0.01, 0.02)])])
#: wait with count
import gevent
def s(t): gevent.sleep(t); return t
gs = [gevent.spawn(s, t) for t in (0.03, 0.01, 0.02)]
print([g.value for g in gevent.wait(gs, count=1)]); print([g.ready() for g in gs]); gevent.joinall(gs)
#: wait with timeout
import gevent
gs = [gevent.spawn(gevent.sleep, t) for t in (0.01, 1)]
print(len(gevent.wait(gs, timeout=0.03))); gevent.killall(gs)
#: wait for nothing
import gevent
print(gevent.wait([]))
#: iwait
import gevent
def s(t): gevent.sleep(t); return t
for g in gevent.iwait([gevent.spawn(s, t) for t in (0.02, 0.01)]): print(g.value)
#: iwait with a limit
import gevent
gs = [gevent.spawn(gevent.sleep, t) for t in (0.01, 1)]
print(len(list(gevent.iwait(gs, timeout=0.03)))); gevent.killall(gs)
#: iwait as context
import gevent
gs = [gevent.spawn(lambda: 1), gevent.spawn(lambda: 2)]
with gevent.iwait(gs) as it: print(next(it).value)
print([bool(g.has_links()) for g in gs])
gevent.joinall(gs)
#: joinall raises the first failure
import gevent
def bad(t): gevent.sleep(t); raise ValueError(t)
gs = [gevent.spawn(bad, 0.02), gevent.spawn(bad, 0.01)]
try: gevent.joinall(gs, raise_error=True)
except ValueError as e: print(e)
gevent.joinall(gs)
#: wait for mixed objects
import gevent
from gevent.event import Event, AsyncResult
e, a = Event(), AsyncResult()
gevent.spawn_later(0.01, a.set, 3); gevent.spawn_later(0.02, e.set)
print([type(o).__name__ for o in gevent.wait([e, a])])
#: idle runs after the others
import gevent
def f(): gevent.idle(); print('idle')
def g():
    for i in range(3): print('busy', i); gevent.sleep(0)
gevent.joinall([gevent.spawn(f), gevent.spawn(g)])
#: sleep order of equal times started one after the other
import gevent
def s(n): gevent.sleep(0.001 * (n + 1)); print(n)
gevent.joinall([gevent.spawn(s, n) for n in range(5)])
#: set wakes in order
import gevent
from gevent.event import Event
e = Event()
def w(n): e.wait(); print(n)
gs = [gevent.spawn(w, n) for n in range(4)]; gevent.sleep(0); e.set(); print('set'); gevent.joinall(gs)
#: negative sleep yields
import gevent
gevent.spawn(print, 'other'); gevent.sleep(-1); print('me')
#: producer and consumer
import gevent
from gevent.queue import Queue
q = Queue()
def p():
    for i in range(3): q.put(i); print('put', i)
def c():
    for i in range(3): print('got', q.get())
gevent.joinall([gevent.spawn(c), gevent.spawn(p)])
#: run_callback can be stopped
import gevent
cb = gevent.get_hub().loop.run_callback(print, 'never'); print(bool(cb)); cb.stop(); print(bool(cb)); gevent.sleep(0)
