# Timeouts.
#: with
import gevent
try:
    with gevent.Timeout(0.01): gevent.sleep(1)
except gevent.Timeout as t: print(t, t.seconds)
#: silent
import gevent
with gevent.Timeout(0.01, False): gevent.sleep(1); print('never')
print('after')
#: own exception class
import gevent
class E(Exception): pass
try:
    with gevent.Timeout(0.01, E): gevent.sleep(1)
except E as e: print(type(e).__name__)
#: own exception instance
import gevent
x = ValueError('mine')
try:
    with gevent.Timeout(0.01, x): gevent.sleep(1)
except ValueError as e: print(e is x)
#: not reached
import gevent
with gevent.Timeout(1): gevent.sleep(0.001)
print('ok')
#: start and cancel
import gevent
t = gevent.Timeout(0.01); t.start(); print(t.pending); t.cancel(); print(t.pending); gevent.sleep(0.02); print('ok')
#: start twice
import gevent
t = gevent.Timeout(5); t.start()
try: t.start()
except AssertionError as e: print(str(e).replace('seconds=5.0', 'seconds=5'))
t.cancel()
#: none
import gevent
t = gevent.Timeout(None); t.start(); print(t.pending, repr(str(t)))
#: str
import gevent
T = gevent.Timeout
print([str(x) for x in (T(1), T(2), T(0.5), T(1, False), T(2, 'XX'), T())])
#: repr
import gevent
T = gevent.Timeout
print(repr(T(1)), repr(T(2, 'x')), repr(T(None)))
#: nested, the outer first
import gevent
with gevent.Timeout(0.01, False):
    try:
        with gevent.Timeout(1): gevent.sleep(2)
    except gevent.Timeout as t: print(t); raise
print('out')
#: nested, the inner first
import gevent
with gevent.Timeout(1, False):
    try:
        with gevent.Timeout(0.01): gevent.sleep(2)
    except gevent.Timeout as t: print(t)
    print('in')
#: which one
import gevent
a = gevent.Timeout(0.01); a.start()
b = gevent.Timeout(1); b.start()
try: gevent.sleep(2)
except gevent.Timeout as t: print(t is a, t is b)
b.cancel()
#: with_timeout returns
import gevent
print(gevent.with_timeout(1, lambda: 5))
#: with_timeout value
import gevent
print(gevent.with_timeout(0.01, gevent.sleep, 1, timeout_value='late'))
#: with_timeout raises
import gevent
try: gevent.with_timeout(0.01, gevent.sleep, 1)
except gevent.Timeout as t: print(t)
#: start_new
import gevent
t = gevent.Timeout.start_new(0.01)
try: gevent.sleep(1)
except gevent.Timeout as e: print(e is t)
#: start_new of a timeout
import gevent
t = gevent.Timeout(5); print(gevent.Timeout.start_new(t) is t, t.pending); t.cancel()
#: no Exception
import gevent
print(issubclass(gevent.Timeout, Exception), issubclass(gevent.Timeout, BaseException), issubclass(gevent.GreenletExit, Exception))
#: as argument of get
import gevent
t = gevent.Timeout(0.01); g = gevent.spawn(gevent.sleep, 1)
try: g.get(timeout=t)
except gevent.Timeout as e: print(e is t)
g.kill()
#: as argument of a queue
import gevent
from gevent.queue import Queue
t = gevent.Timeout(0.01)
try: Queue().get(timeout=t)
except gevent.Timeout as e: print(e is t)
#: outer is not lost in event wait
import gevent
from gevent.event import Event
with gevent.Timeout(0.01, False):
    print(Event().wait(timeout=1)); print('never')
print('ok')
#: outer is not lost in queue get
import gevent
from gevent.queue import Queue, Empty
with gevent.Timeout(0.01, False):
    try: Queue().get(timeout=1)
    except Empty: print('never')
print('ok')
#: in the spawned greenlet only
import gevent
def f():
    try:
        with gevent.Timeout(0.01): gevent.sleep(1)
    except gevent.Timeout: return 'timed out'
print(gevent.spawn(f).get())
#: catches in a loop
import gevent
for i in range(3):
    try:
        with gevent.Timeout(0.005): gevent.sleep(1)
    except gevent.Timeout: print(i)
#: zero
import gevent
try:
    with gevent.Timeout(0): gevent.sleep(1)
except gevent.Timeout as t: print('timed out')
#: of join
import gevent
t = gevent.Timeout(0.01).start()
try: gevent.spawn(gevent.sleep, 1).join()
except gevent.Timeout: print('timed out')
#: compare
import gevent
print(gevent.Timeout(1) is None, gevent.Timeout(3).seconds > gevent.Timeout(1).seconds)
