# Groups, pools and locks.
#: group
import gevent
from gevent.pool import Group
g = Group(); gs = [g.spawn(lambda i=i: i) for i in range(3)]; print(len(g), bool(g), gs[0] in g); print(g.join(), len(g), [x.value for x in gs])
#: group add
import gevent
from gevent.pool import Group
g = Group(); x = gevent.spawn(gevent.sleep, 0.01); g.add(x); print(len(g)); g.join(); print(len(g))
#: group discard
import gevent
from gevent.pool import Group
g = Group(); x = g.spawn(gevent.sleep, 0.01); g.discard(x); print(len(g)); x.join()
#: group kill
import gevent
from gevent.pool import Group
g = Group(); xs = [g.spawn(gevent.sleep, 1) for i in range(3)]; gevent.sleep(0); g.kill(); print(len(g), [x.dead for x in xs])
#: group killone
import gevent
from gevent.pool import Group
g = Group(); a, b = g.spawn(gevent.sleep, 1), g.spawn(gevent.sleep, 1); gevent.sleep(0); g.killone(a); print(a.dead, b.dead); g.kill()
#: group join with timeout
import gevent
from gevent.pool import Group
g = Group(); g.spawn(gevent.sleep, 1); print(g.join(timeout=0.01)); g.kill()
#: group join raises
import gevent
from gevent.pool import Group
def bad(): raise ValueError('b')
g = Group(); g.spawn(bad)
try: g.join(raise_error=True)
except ValueError as e: print(e)
#: map
from gevent.pool import Group
print(Group().map(lambda x: x * x, range(5)))
#: map with failure
from gevent.pool import Group
def f(x):
    if x == 2: raise ValueError(x)
    return x
try: Group().map(f, range(4))
except ValueError as e: print(e)
#: imap
import gevent
from gevent.pool import Group
def f(x): gevent.sleep(0.01 * (3 - x)); return x
print(list(Group().imap(f, range(3))))
#: imap_unordered
import gevent
from gevent.pool import Group
def f(x): gevent.sleep(0.01 * (3 - x)); return x
print(list(Group().imap_unordered(f, range(3))))
#: imap of two
from gevent.pool import Group
print(list(Group().imap(lambda a, b: a + b, range(5), range(10, 13))))
#: imap goes on after an error
from gevent.pool import Pool
def f(x):
    if x == 1: raise ValueError(x)
    return x
it = Pool(2).imap(f, range(3)); r = []
while True:
    try: r.append(next(it))
    except ValueError as e: r.append('error')
    except StopIteration: break
print(r)
#: imap bad keyword
from gevent.pool import Pool
try: Pool().imap(abs, [1], wrong=1)
except TypeError as e: print(e)
#: apply
from gevent.pool import Pool
print(Pool(1).apply(lambda a, b=0: a + b, (1,), {'b': 2}))
#: apply in a member
from gevent.pool import Pool
p = Pool(1); print(p.apply(lambda: p.apply(lambda: 'inner')))
#: apply_async
import gevent
from gevent.pool import Pool
r = []; g = Pool(2).apply_async(lambda x: x + 1, (1,), callback=r.append); print(g.get()); gevent.sleep(0.001); print(r)
#: map_async
from gevent.pool import Pool
print(Pool(2).map_async(abs, [-1, -2]).get())
#: pool limits
import gevent
from gevent.pool import Pool
p = Pool(2); most = [0]; now = [0]
def f(x):
    now[0] += 1; most[0] = max(most); most[0] = max(most[0], now[0]); gevent.sleep(0.001); now[0] -= 1
p.map(f, range(6)); print(most, p.free_count(), p.full())
#: pool full
import gevent
from gevent.pool import Pool
p = Pool(2); p.spawn(gevent.sleep, 0.01); print(p.full(), p.free_count()); p.spawn(gevent.sleep, 0.01); print(p.full(), p.free_count()); p.join(); print(p.free_count())
#: pool add without blocking
import gevent
from gevent.pool import Pool, PoolFull
p = Pool(1); p.spawn(gevent.sleep, 0.01)
try: p.add(gevent.Greenlet(print), blocking=False)
except PoolFull: print('full')
p.join()
#: pool sizes
from gevent.pool import Pool
try: Pool(-1)
except ValueError as e: print(e)
print(Pool().size, Pool().free_count(), Pool(3).size)
#: pool wait_available
import gevent
from gevent.pool import Pool
p = Pool(1); print(p.wait_available()); p.spawn(gevent.sleep, 1); print(p.wait_available(timeout=0.01)); p.kill(); print(p.wait_available())
#: slot after an error
import gevent
from gevent.pool import Pool
def bad(): raise ValueError
p = Pool(1); p.spawn(bad).join(); gevent.sleep(0); print(p.free_count())
#: pool spawn blocks
import gevent
from gevent.pool import Pool
p = Pool(1)
def f(n): print('in', n); gevent.sleep(0.001); print('out', n)
for n in range(3): p.spawn(f, n)
p.join()
#: semaphore
from gevent.lock import Semaphore
s = Semaphore(2); print(s.acquire(), s.counter, s.locked(), s.acquire(), s.locked(), s.acquire(blocking=False)); print(s.release(), s.release(), s.counter)
#: semaphore timeout
from gevent.lock import Semaphore
s = Semaphore(0); print(s.acquire(timeout=0.01), s.wait(timeout=0.01))
#: semaphore negative
from gevent.lock import Semaphore
try: Semaphore(-1)
except ValueError as e: print(e)
#: semaphore order
import gevent
from gevent.lock import Semaphore
s = Semaphore(0)
def w(n): s.acquire(); print(n)
gs = [gevent.spawn(w, n) for n in range(3)]; gevent.sleep(0)
for i in range(3): s.release()
gevent.joinall(gs)
#: bounded
from gevent.lock import BoundedSemaphore
s = BoundedSemaphore(1)
try: s.release()
except ValueError as e: print(e)
#: with
from gevent.lock import BoundedSemaphore
s = BoundedSemaphore(1)
with s: print(s.locked())
print(s.locked())
#: rlock
import gevent
from gevent.lock import RLock
l = RLock(); print(bool(l.acquire()), bool(l.acquire())); r = []
g = gevent.spawn(lambda: r.append(l.acquire(blocking=False))); g.join(); l.release(); l.release(); print(r)
#: rlock of another
from gevent.lock import RLock
try: RLock().release()
except RuntimeError as e: print(str(e)[:31])
#: dummy semaphore
from gevent.lock import DummySemaphore
s = DummySemaphore(); print(s.acquire(), s.locked(), s.wait(), s.release())
#: local
import gevent
from gevent.local import local
x = local(); x.a = 1
def f():
    try: print(x.a)
    except AttributeError: print('no a')
    x.a = 2; return x.a
print(gevent.spawn(f).get(), x.a)
#: local subclass
import gevent
from gevent.local import local
class L(local):
    n = 0
    def __init__(self, v): self.v = v
x = L(5); x.v = 6; print(gevent.spawn(lambda: (x.v, x.n)).get(), x.v)
#: local dict
from gevent.local import local
x = local(); x.a = 1; print(sorted(x.__dict__.items()))
#: local calls __init__ once for each greenlet
import gevent
from gevent.local import local
class L(local):
    def __init__(self, x): print('init', x, sorted(vars(self))); self.x = x
class M(local):
    def __init__(self, x): print('made', x)
l = L(5); m = M(6); l.y = m.y = 1; print(sorted(vars(l)), sorted(vars(m))); gevent.spawn(lambda: print(l.x, hasattr(m, 'y'), sorted(vars(l)))).join()
class K(L): pass
k = K(7); print(k.x, type(k) is K, isinstance(k, local))
try: local(1)
except TypeError as e: print('arguments', 'not supported' in str(e))
