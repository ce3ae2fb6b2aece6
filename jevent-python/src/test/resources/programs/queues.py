# Queues.
#: fifo
from gevent.queue import Queue
q = Queue(); [q.put(i) for i in range(3)]; print([q.get() for i in range(3)], q.empty(), q.qsize())
#: keeps types
from gevent.queue import Queue
q = Queue(); xs = ['s', 1, 2.5, None, True, (1, 2), [3], {'a': 1}]
for x in xs: q.put(x)
print([(type(y).__name__, y is x) for x, y in zip(xs, [q.get() for _ in xs])])
#: empty
from gevent.queue import Queue, Empty
try: Queue().get(False)
except Empty: print('empty')
try: Queue().get_nowait()
except Empty: print('empty')
try: Queue().get(timeout=0.01)
except Empty: print('empty')
#: full
from gevent.queue import Queue, Full
q = Queue(1); q.put(1)
for f in (lambda: q.put(2, False), lambda: q.put_nowait(2), lambda: q.put(2, timeout=0.01)):
    try: f()
    except Full: print('full', q.full())
#: maxsize
from gevent.queue import Queue
print(Queue().maxsize, Queue(3).maxsize, Queue(None).maxsize, Queue().full())
#: items
from gevent.queue import Queue
q = Queue(items=[1, 2]); print(q.qsize(), q.get(), q.get())
#: blocked put
import gevent
from gevent.queue import Queue
q = Queue(1)
def p():
    for i in range(3): q.put(i); print('put', i)
g = gevent.spawn(p); gevent.sleep(0); print(q.get()); gevent.sleep(0); print(q.get()); gevent.sleep(0); print(q.get()); g.join()
#: getters in order
import gevent
from gevent.queue import Queue
q = Queue()
def c(n): print(n, q.get())
gs = [gevent.spawn(c, n) for n in 'abc']; gevent.sleep(0)
for i in range(3): q.put(i)
gevent.joinall(gs)
#: peek
from gevent.queue import Queue, Empty
q = Queue(); q.put(1); print(q.peek(), q.peek_nowait(), q.qsize())
try: Queue().peek_nowait()
except Empty: print('empty')
#: iteration
from gevent.queue import Queue
q = Queue(); [q.put(i) for i in range(3)]; q.put(StopIteration); print(list(q))
#: priority
from gevent.queue import PriorityQueue
q = PriorityQueue(); [q.put(x) for x in (3, 1, 2)]; print([q.get() for i in range(3)])
#: priority of tuples
from gevent.queue import PriorityQueue
q = PriorityQueue(); [q.put(x) for x in ((2, 'b'), (1, 'z'), (2, 'a'))]; print([q.get() for i in range(3)])
#: lifo
from gevent.queue import LifoQueue
q = LifoQueue(); [q.put(x) for x in range(3)]; print(q.peek(), [q.get() for i in range(3)])
#: joinable
import gevent
from gevent.queue import JoinableQueue
q = JoinableQueue(); [q.put(i) for i in range(2)]; print(q.unfinished_tasks, q.join(timeout=0.01))
q.get(); q.task_done(); q.get(); q.task_done(); print(q.join(), q.unfinished_tasks)
#: task_done too often
from gevent.queue import JoinableQueue
try: JoinableQueue().task_done()
except ValueError as e: print(e)
#: workers of a joinable
import gevent
from gevent.queue import JoinableQueue
q = JoinableQueue(); done = []
def w():
    while True:
        done.append(q.get()); gevent.sleep(0); q.task_done()
ws = [gevent.spawn(w) for i in range(2)]
for i in range(5): q.put(i)
q.join(); print(sorted(done)); gevent.killall(ws)
#: channel
import gevent
from gevent.queue import Channel
c = Channel()
def p(): c.put(1); print('taken')
g = gevent.spawn(p); gevent.sleep(0); print(c.balance, c.qsize(), c.empty(), c.full()); print(c.get()); g.join(); print(c.balance)
#: channel without partner
from gevent.queue import Channel, Empty, Full
try: Channel().get(timeout=0.01)
except Empty: print('empty')
try: Channel().put(1, timeout=0.01)
except Full: print('full')
#: killed getter takes nothing
import gevent
from gevent.queue import Queue
q = Queue(); a = gevent.spawn(q.get); b = gevent.spawn(q.get); gevent.sleep(0); a.kill(); q.put(1); print(b.get(), q.qsize())
#: timed out getter takes nothing
import gevent
from gevent.queue import Queue, Empty
q = Queue()
def f():
    try: q.get(timeout=0.005)
    except Empty: return 'empty'
g = gevent.spawn(f); gevent.sleep(0.02); q.put(1); print(g.value, q.qsize())
#: repr
import gevent
from gevent.queue import Queue, JoinableQueue
q = Queue(3); print(q, Queue()); q.put(1); print(q); g = gevent.spawn(Queue().get); gevent.sleep(0); g.kill()
#: repr with getters
import gevent
from gevent.queue import Queue
q = Queue(); gs = [gevent.spawn(q.get) for i in range(2)]; gevent.sleep(0); print(q); gevent.killall(gs)
#: len and bool
from gevent.queue import Queue
q = Queue(); print(len(q), bool(q)); q.put(1); print(len(q))
#: copy
from gevent.queue import Queue
q = Queue(); q.put(1); c = q.copy(); q.get(); print(c.qsize(), q.qsize(), c.get())
#: negative timeout
from gevent.queue import Queue
try: Queue().get(timeout=-1)
except Exception as e: print(type(e).__name__)
#: standard exceptions
import gevent.queue
try: import queue
except ImportError: import Queue as queue
print(gevent.queue.Empty is queue.Empty, gevent.queue.Full is queue.Full)
#: deadlock
import gevent
from gevent.queue import Queue
from gevent.hub import LoopExit
try: Queue().get()
except LoopExit as e: print(str(e).split('\n')[0], len(e.args))
#: after a deadlock
import gevent
from gevent.queue import Queue
from gevent.hub import LoopExit
q = Queue()
try: q.get()
except LoopExit: pass
gevent.spawn(q.put, 5); print(q.get())
#: pipeline
import gevent
from gevent.queue import Queue
a, b = Queue(), Queue(2)
def double():
    for x in a: b.put(x * 2)
    b.put(StopIteration)
gevent.spawn(double)
for i in range(5): a.put(i)
a.put(StopIteration); print(list(b))
#: text and representation
import re
from gevent.queue import Queue, LifoQueue, Channel
import gevent
for q in (Queue(2), LifoQueue(None, [1]), Channel()): print(str(q), re.sub('0x[0-9a-f]+L?', '0x', repr(q)))
#: channel whose item was taken
from gevent.queue import Channel
import gevent
c = Channel(); g = gevent.spawn(c.put, 1); gevent.sleep(0); print(c, c.balance); print(c.get(), c, c.balance); g.join()
g = gevent.spawn(c.get); gevent.sleep(0); print(c, c.balance); c.put(2); print(c, c.balance, g.get())
#: equal priorities come in the order of heapq
from gevent.queue import PriorityQueue
class P(object):
    def __init__(self, p, n): self.p, self.n = p, n
    def __lt__(self, other): return self.p < other.p
q = PriorityQueue()
for i in range(8): q.put(P(i // 6, i))
print([p.n for p in q.queue]); print([q.get().n for _ in range(8)])
#: the attribute queue
from gevent.queue import Queue, LifoQueue, PriorityQueue
print(Queue(items=[1, 2]).queue, LifoQueue(items=[1, 2]).queue); q = PriorityQueue()
for i in (3, 1, 2): q.put(i)
print(q.queue, q)
#: unfinished tasks that are given
from gevent.queue import JoinableQueue
for given in (None, 1, 5):
    q = JoinableQueue(items=[1, 2], unfinished_tasks=given); print(q.unfinished_tasks, q.copy().unfinished_tasks, q.get(), q.get(), len(q))
