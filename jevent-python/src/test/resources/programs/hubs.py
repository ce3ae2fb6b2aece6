# The hub, its loop and errors.
#: loop timer
import gevent
t = gevent.get_hub().loop.timer(0.01); t.start(print, 'fired'); print(t.active); gevent.sleep(0.02); print(t.active)
#: loop timer stopped
import gevent
t = gevent.get_hub().loop.timer(0.01); t.start(print, 'never'); t.stop(); gevent.sleep(0.02); print('ok')
#: repeating timer
import gevent
n = []; t = gevent.get_hub().loop.timer(0.005, 0.005); t.start(n.append, 1); gevent.sleep(0.028); t.stop(); print(len(n) >= 3)
#: hub wait
import gevent
h = gevent.get_hub(); h.wait(h.loop.timer(0.01)); print('waited')
#: Waiter
import gevent
from gevent.hub import Waiter
w = Waiter(); gevent.get_hub().loop.run_callback(w.switch, 5); print(w.get())
#: Waiter throw
import gevent
from gevent.hub import Waiter
w = Waiter(); gevent.get_hub().loop.run_callback(w.throw, ValueError('x'))
try: w.get()
except ValueError as e: print(e)
#: Waiter given before
from gevent.hub import Waiter
w = Waiter(); w.switch(3); print(w.ready(), w.successful(), w.get()); print(w)
#: async
import gevent
a = gevent.get_hub().loop.async_(); a.start(print, 'sent'); a.send(); gevent.sleep(0.01); a.close()
#: join
import gevent
gevent.spawn_later(0.01, print, 'x'); print(gevent.get_hub().join())
#: join with timeout
import gevent
g = gevent.spawn(gevent.sleep, 1); print(gevent.get_hub().join(timeout=0.01)); g.kill()
#: wait for everything
import gevent
gevent.spawn(print, 'a'); gevent.spawn_later(0.01, print, 'b'); print(gevent.wait())
#: handler of errors
import gevent
h = gevent.get_hub(); seen = []
old = h.handle_error
h.handle_error = lambda context, kind, value, tb: seen.append((type(context).__name__, kind.__name__, str(value)))
g = gevent.spawn(lambda: [][1]); g.join(); del h.handle_error
print([(c, k) for c, k, v in seen])
#: error in a callback
import gevent
h = gevent.get_hub()
def bad(): raise ValueError
h.loop.run_callback(bad); h.loop.run_callback(print, 'next'); gevent.sleep(0)
#: SystemExit ends main
import gevent, sys
g = gevent.spawn(sys.exit, 3)
try: gevent.sleep(0.1)
except SystemExit as e: print('exit', e.code)
#: KeyboardInterrupt ends main
import gevent
def f(): raise KeyboardInterrupt
g = gevent.spawn(f)
try: gevent.sleep(0.1)
except KeyboardInterrupt: print('interrupted')
#: parent and loop
import gevent
g = gevent.spawn(lambda: 1); print(g.parent is gevent.get_hub(), g.loop is gevent.get_hub().loop); g.join()
#: one hub
import gevent
h = []; gevent.spawn(lambda: h.append(gevent.get_hub())).join(); print(h[0] is gevent.get_hub())
#: dead end with others
import gevent
from gevent.event import Event
from gevent.hub import LoopExit
g = gevent.spawn(Event().wait)
try: g.join()
except LoopExit: print('stuck')
g.kill()
#: timer needs a callable
import gevent
try: gevent.get_hub().loop.timer(1).start(5)
except TypeError: print('TypeError')
#: switch interval
import gevent
print(gevent.getswitchinterval())
#: names
import gevent
print(sorted(n for n in gevent.__all__ if not hasattr(gevent, n)))
#: hub switch
import gevent
def f():
    x = gevent.get_hub().switch(); print('got', x)
g = gevent.spawn(f); gevent.sleep(0)
gevent.get_hub().loop.run_callback(g.switch, 7); gevent.sleep(0.001); print(g.dead)
#: wrap_errors
from gevent.util import wrap_errors
def bad(): raise ValueError('w')
print(repr(wrap_errors(ValueError, bad)()).replace(',', ''))
#: assert_switches
import gevent
from gevent.util import assert_switches
with assert_switches(): gevent.sleep(0)
try:
    with assert_switches(): pass
except AssertionError: print('no switch')
#: spawn_raw ends
import gevent
g = gevent.spawn_raw(lambda: None); print(bool(g), g.dead); gevent.sleep(0); print(g.dead)
#: wrap_errors looks like its function
from gevent.util import wrap_errors
def f(x):
    """Divides."""
    return 1 // x
w = wrap_errors(ZeroDivisionError, f); print(w.__name__, w.__doc__, w(1), type(w(0)).__name__)
#: assert_switches names what it waits for
from gevent.util import assert_switches
for hub_only in (False, True):
    try:
        with assert_switches(hub_only=hub_only): pass
    except AssertionError as e: print(str(e).split(' in ')[0])
#: settings
import gevent
c = gevent.config; print(c.memory_monitor_period, c.max_memory_usage, c.trace_malloc, c.ares_timeout, c.max_blocking_time, 'monitor_thread' in c.settings)
