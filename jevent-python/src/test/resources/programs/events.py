# Event and AsyncResult.
#: flag
from gevent.event import Event
e = Event(); print(e.is_set(), e.isSet(), e.ready()); e.set(); print(e.is_set(), e.wait(), e.wait(0)); e.clear(); print(e.is_set())
#: wait with timeout
from gevent.event import Event
print(Event().wait(timeout=0.01), Event().wait(0))
#: set then clear wakes
import gevent
from gevent.event import Event
e = Event(); r = []
g = gevent.spawn(lambda: r.append(e.wait())); gevent.sleep(0); e.set(); e.clear(); g.join(); print(r, e.is_set())
#: str
from gevent.event import Event
e = Event(); print(e); e.set(); print(e)
#: rawlink
import gevent
from gevent.event import Event
e = Event(); e.rawlink(lambda x: print('linked', x is e)); e.set(); gevent.sleep(0)
#: rawlink when set
import gevent
from gevent.event import Event
e = Event(); e.set(); e.rawlink(lambda x: print('linked')); print('first'); gevent.sleep(0)
#: unlink
import gevent
from gevent.event import Event
e = Event()
def cb(x): print('never')
e.rawlink(cb); e.unlink(cb); e.set(); gevent.sleep(0); print('ok')
#: several waiters
import gevent
from gevent.event import Event
e = Event(); r = []
gs = [gevent.spawn(lambda i=i: (e.wait(), r.append(i))) for i in range(5)]; gevent.sleep(0); e.set(); gevent.joinall(gs); print(r)
#: killed waiter
import gevent
from gevent.event import Event
e = Event(); a = gevent.spawn(e.wait); b = gevent.spawn(e.wait); gevent.sleep(0); a.kill(); e.set(); print(b.get(), repr(a.value))
#: result
import gevent
from gevent.event import AsyncResult
a = AsyncResult(); gevent.spawn_later(0.01, a.set, 5); print(a.ready(), a.get(), a.ready(), a.successful(), a.value)
#: result of none
from gevent.event import AsyncResult
a = AsyncResult(); a.set(); print(a.get(), a.ready())
#: exception
from gevent.event import AsyncResult
a = AsyncResult(); x = ValueError('v'); a.set_exception(x); print(a.ready(), a.successful(), a.exception is x)
try: a.get()
except ValueError as e: print(e is x)
#: get_nowait
import gevent
from gevent.event import AsyncResult
try: AsyncResult().get_nowait()
except gevent.Timeout as t: print(repr(str(t)))
#: get with timeout
import gevent
from gevent.event import AsyncResult
try: AsyncResult().get(timeout=0.01)
except gevent.Timeout as t: print(t)
#: wait of a result
from gevent.event import AsyncResult
a = AsyncResult(); print(a.wait(timeout=0.01)); a.set(3); print(a.wait())
a = AsyncResult(); a.set_exception(ValueError()); print(a.wait())
#: set twice
from gevent.event import AsyncResult
a = AsyncResult(); a.set(1); a.set(2); print(a.get()); a.set_exception(ValueError('x')); print(a.successful()); a.set(3); print(a.get())
#: str of a result
from gevent.event import AsyncResult
a = AsyncResult(); print(a); a.set_exception(ValueError('v')); print(str(a).replace("'v',", "'v'"))
#: future methods
from gevent.event import AsyncResult
a = AsyncResult(); print(a.done(), a.cancel(), a.cancelled()); a.set_result(4); print(a.result(), a.done())
#: many getters
import gevent
from gevent.event import AsyncResult
a = AsyncResult(); gs = [gevent.spawn(a.get) for i in range(3)]; gevent.sleep(0); a.set('x'); gevent.joinall(gs); print([g.value for g in gs])
#: exc_info of a result
from gevent.event import AsyncResult
a = AsyncResult(); a.set_exception(ValueError('v')); print(a.exc_info[0].__name__, a.exc_info[1])
#: link of a greenlet
import gevent
from gevent.event import AsyncResult
def bad(): raise KeyError(1)
a = AsyncResult(); gevent.spawn(bad).link(a)
try: a.get()
except KeyError as e: print('raised', e)
#: an exception stays when a value follows it
from gevent.event import AsyncResult
a = AsyncResult(); a.set_exception(ValueError('v')); a.set(4); print(a.exception, a.exc_info[1], a.successful(), a.get(), a.value)
