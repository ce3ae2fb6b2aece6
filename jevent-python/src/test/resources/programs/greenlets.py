# Greenlets: state, links, kills.
#: states
import gevent
g = gevent.Greenlet(lambda: 5)
print(bool(g), g.dead, g.ready(), g.successful(), g.value); g.start(); print(bool(g), g.started, g.dead)
g.join(); print(bool(g), g.dead, g.ready(), g.successful(), g.value, g.exception)
#: failure
import gevent
def f(): raise KeyError('k')
g = gevent.spawn(f); g.join(); print(g.successful(), repr(g.exception).replace(',', ''), g.value)
try: g.get()
except KeyError as e: print(e is g.exception)
#: exc_info
import gevent
g = gevent.spawn(lambda: 1 / 0); g.join(); print(g.exc_info[0].__name__)
g = gevent.spawn(lambda: 1); g.join(); print(not g.exc_info)
#: not callable
import gevent
try: gevent.spawn(5)
except TypeError as e: print(e)
try: gevent.spawn_raw(5)
except TypeError as e: print(e)
#: args are dropped at the end
import gevent
g = gevent.Greenlet(lambda *a, **k: None, 1, x=2); print(g.args, g.kwargs); g.start(); g.join(); print(g.args, g.kwargs)
#: get does not block
import gevent
g = gevent.spawn(gevent.sleep, 1)
try: g.get(block=False)
except gevent.Timeout as t: print(repr(str(t)))
g.kill()
#: get with timeout
import gevent
g = gevent.spawn(gevent.sleep, 1)
try: g.get(timeout=0.01)
except gevent.Timeout as t: print(t)
g.kill()
#: join with timeout
import gevent
g = gevent.spawn(gevent.sleep, 1); print(g.join(timeout=0.01), g.ready()); g.kill(); print(g.ready())
#: kill
import gevent
def f():
    try: gevent.sleep(1)
    finally: print('cleanup')
g = gevent.spawn(f); gevent.sleep(0); g.kill(); print(g.successful(), repr(g.value), g.exception)
#: kill before start
import gevent
g = gevent.spawn(print, 'never'); g.kill(); print(g.dead, g.successful(), repr(g.value)); gevent.sleep(0)
#: kill new
import gevent
g = gevent.Greenlet(print, 'never'); g.kill(); g.start(); gevent.sleep(0); print(g.dead)
#: kill with an exception
import gevent
g = gevent.spawn(gevent.sleep, 1); gevent.sleep(0); g.kill(ValueError('v')); print(g.successful(), repr(g.exception).replace(',', ''))
#: kill with a class
import gevent
g = gevent.spawn(gevent.sleep, 1); gevent.sleep(0); g.kill(KeyError); print(repr(g.exception).replace(',', ''))
#: the same instance arrives
import gevent
e = ValueError('x'); r = []
def f():
    try: gevent.sleep(1)
    except ValueError as x: r.append(x is e)
g = gevent.spawn(f); gevent.sleep(0); g.kill(e); print(r)
#: a swallowed kill
import gevent
def f():
    try: gevent.sleep(1)
    except gevent.GreenletExit: pass
    return 'survived'
g = gevent.spawn(f); gevent.sleep(0); g.kill(); print(g.value)
#: kill without blocking
import gevent
g = gevent.spawn(gevent.sleep, 1); gevent.sleep(0); g.kill(block=False); print(g.ready()); gevent.sleep(0); gevent.sleep(0); print(g.ready())
#: finally that blocks is waited for
import gevent
def f():
    try: gevent.sleep(1)
    finally: gevent.sleep(0.01); print('done')
g = gevent.spawn(f); gevent.sleep(0); g.kill(); print('killed')
#: kill of a dead one
import gevent
g = gevent.spawn(lambda: 1); g.join(); g.kill(); print(g.value)
#: return GreenletExit
import gevent
def f(): raise gevent.GreenletExit('bye')
g = gevent.spawn(f); g.join(); print(g.successful(), g.value)
#: rawlink
import gevent
g = gevent.spawn(lambda: 3); g.rawlink(lambda s: print('link', s.value)); g.join(); gevent.sleep(0)
#: rawlink late
import gevent
g = gevent.spawn(lambda: 3); g.join(); g.rawlink(lambda s: print('link', s.value)); print('after'); gevent.sleep(0)
#: link_value and link_exception
import gevent
def f(): raise ValueError
for fn in (lambda: 1, f):
    g = gevent.spawn(fn); g.link_value(lambda s: print('value')); g.link_exception(lambda s: print('exception')); g.join(); gevent.sleep(0.001)
#: order of links
import gevent
g = gevent.spawn(lambda: 1)
for i in range(4): g.rawlink(lambda s, i=i: print(i))
g.join(); gevent.sleep(0)
#: unlink
import gevent
def cb(s): print('never')
g = gevent.spawn(lambda: 1); g.rawlink(cb); g.unlink(cb); g.join(); gevent.sleep(0); print('ok')
#: link must be callable
import gevent
g = gevent.spawn(lambda: 1)
try: g.rawlink(5)
except TypeError as e: print(e)
g.join()
#: link to AsyncResult
import gevent
from gevent.event import AsyncResult
a = AsyncResult(); g = gevent.spawn(lambda: 9); g.link(a); print(a.get())
#: link to a queue
import gevent
from gevent.queue import Queue
q = Queue(); g = gevent.spawn(lambda: 9); g.link(q.put); print(q.get() is g)
#: an error in a link
import gevent
def bad(s): raise ValueError
g = gevent.spawn(lambda: 1); g.rawlink(bad); g.rawlink(lambda s: print('next')); g.join(); gevent.sleep(0)
#: names
import gevent
g = gevent.spawn(lambda: 1); g.name = 'n'; print(g.name, 'n' in repr(g)); g.join()
#: repr
import gevent
def f(a, b=1): pass
g = gevent.Greenlet(f, 'x', b=2); print(repr(g)); g.start(); g.join(); print(repr(g))
#: subclass
import gevent
class G(gevent.Greenlet):
    def __init__(self, n): gevent.Greenlet.__init__(self); self.n = n
    def _run(self): return self.n * 2
g = G(4); g.start(); print(g.get()); print(repr(g))
#: spawn of a subclass
import gevent
class G(gevent.Greenlet):
    def _run(self, x): return x + 1
print(G.spawn(x=1).get() if False else G.spawn(lambda: 2).get())
#: getcurrent
import gevent
r = []
g = gevent.spawn(lambda: r.append(gevent.getcurrent())); g.join(); print(r[0] is g)
#: killall
import gevent
gs = [gevent.spawn(gevent.sleep, 1) for i in range(3)]; gevent.sleep(0); gevent.killall(gs); print([g.dead for g in gs])
#: killall of unstarted
import gevent
gs = [gevent.Greenlet(print, 'never') for i in range(3)]; gevent.killall(gs); print([g.dead for g in gs])
#: kill function
import gevent
g = gevent.spawn(gevent.sleep, 1); gevent.sleep(0); gevent.kill(g); gevent.sleep(0.001); print(g.dead)
#: context manager
import gevent
with gevent.spawn(lambda: 4) as g: pass
print(g.value)
#: spawn callbacks
import gevent
def cb(g): print('spawned')
gevent.Greenlet.add_spawn_callback(cb); g = gevent.spawn(lambda: 1); gevent.Greenlet.remove_spawn_callback(cb); gevent.spawn(lambda: 1).join(); g.join()
#: self kill
import gevent
def f():
    gevent.getcurrent().kill(); print('never')
g = gevent.spawn(f); g.join(); print(repr(g.value))
#: throw
import gevent
g = gevent.Greenlet(print, 'never'); g.throw(ValueError('t')); print(g.dead, g.exception)
#: spawn_later killed
import gevent
g = gevent.spawn_later(1, print, 'never'); print(bool(g)); g.kill(); print(g.dead)
#: successful before the end
import gevent
g = gevent.spawn(lambda: 1); print(g.successful()); g.join(); print(g.successful())
#: a greenlet that has ended has no call to print, unless it was printed before
import gevent, re
def f(*a, **k): pass
def shown(g): return re.sub('0x[0-9a-f]+', 'X', repr(g))
g = gevent.spawn(f, 1, x=2); g.join(); print(shown(g), '_run' in vars(g))
g = gevent.spawn(f, 1); print(shown(g)); g.join(); print(shown(g))
g = gevent.spawn(f, 1); g.kill(); print(shown(g), g.args)
#: there is no exc_info without an exception
import gevent
g = gevent.spawn(lambda: 1); print(g.exc_info); g.join(); print(g.exc_info)
g = gevent.spawn(gevent.sleep); g.kill(); print(g.exc_info, repr(g.get()))
#: kill with the arguments of an exception
import gevent
def f():
    try: gevent.sleep(1)
    except ValueError as e: return e.args
g = gevent.spawn(f); gevent.sleep(0); g.kill((ValueError, ('a', 'b'), None)); print(g.value)
#: the tree of greenlets
import gevent, re
from gevent.util import GreenletTree, format_run_info
def f():
    gevent.getcurrent().spawn_tree_locals['k'] = 1
    for name in ('a', 'b'): gevent.spawn(gevent.sleep, 1).name = name
    gevent.sleep(1)
def shown(text): return re.sub("<Hub[^>]*>", 'HUB', re.sub(' at 0x[0-9a-fA-F]+L?', '', text))
g = gevent.spawn(f); g.name = 'outer'; gevent.sleep(0); gevent.sleep(0)
t = GreenletTree.current_tree(); print(t.is_current_tree, t.greenlet is gevent.getcurrent(), t.root, len(GreenletTree.forest()))
n = [c for c in t.child_trees if c.greenlet is g][0]; print(n.name, n.root); print(shown(str(n))); print(shown(n.format({'running_stacks': False, 'spawning_stacks': False})))
info = format_run_info(); print(len([l for l in info if '"outer"' in l]), '* Threads' in info, '* Greenlets' in info); gevent.killall([c.greenlet for c in n.child_trees] + [g])
