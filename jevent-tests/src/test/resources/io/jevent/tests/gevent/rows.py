# SPDX-License-Identifier: Apache-2.0
#
# gevent's side of the table in docs/from-gevent.md: a function for each row that can be run, named by the row's section and
# first column. It returns the values that GeventRowsTest compares with jevent's. All rows run in this one process.
import gevent
import gevent._hub_local
from gevent import baseserver, event, fileobject, local, lock, pool, queue, select, server, socket, subprocess, threadpool

ROWS = []


def row(section, key):
    def add(function):
        ROWS.append((section, key, function))
        return function
    return add


def text(value):
    if value is None:
        return 'null'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return '[' + ', '.join(text(item) for item in value) + ']'
    if isinstance(value, bytes):
        return value.decode('utf-8')
    if isinstance(value, BaseException):
        return type(value).__name__
    return str(value)


def caught(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except BaseException as e:
        return e


def fail(message='boom'):
    raise ValueError(message)


def sleeper(log, name='finally'):
    try:
        gevent.sleep(100)
    finally:
        log.append(name)


# ---- gevent

@row('gevent', 'spawn(f, *args)')
def _():
    return gevent.spawn(lambda a, b: a + b, 1, 2).get()

@row('gevent', 'spawn_later(s, f)')
def _():
    log = []
    gs = [gevent.spawn_later(0.01, log.append, 'later'), gevent.spawn(log.append, 'now')]
    gevent.joinall(gs)
    return log

@row('gevent', 'spawn_raw(f)')
def _():
    log = []
    gevent.spawn_raw(log.append, 'raw')
    before = list(log)
    gevent.sleep(0)
    return before, log

@row('gevent', 'getcurrent()')
def _():
    g = gevent.spawn(gevent.getcurrent)
    log = [g.get() is g]
    gevent.get_hub().loop.run_callback(lambda: log.append(gevent.getcurrent() is None))
    gevent.sleep(0)
    return log

@row('gevent', 'sleep(0), sleep(s), sleep(s, ref=False)')
def _():
    log = []
    def work(name):
        log.append(name + '1')
        gevent.sleep(0)
        log.append(name + '2')
        gevent.sleep(0.01)
        log.append(name + '3')
    gevent.joinall([gevent.spawn(work, name) for name in 'ab'])
    return log

@row('gevent', 'idle()')
def _():
    log = []
    g = gevent.spawn(log.append, 'other')
    gevent.idle()
    log.append('idle')
    g.join()
    return log

@row('gevent', 'joinall(gs), joinall(gs, timeout, count=n)')
def _():
    gs = [gevent.spawn(lambda: 1), gevent.spawn(lambda: 2)]
    gevent.joinall(gs)
    two = [gevent.spawn(lambda: 1), gevent.spawn(gevent.sleep, 100)]
    first = gevent.joinall(two, count=1)
    two[1].kill()
    return [g.value for g in gs], len(first)

@row('gevent', 'joinall(gs, raise_error=True) and its limit and count')
def _():
    return str(caught(gevent.joinall, [gevent.spawn(lambda: 1), gevent.spawn(fail)], raise_error=True))

@row('gevent', 'wait(objects, timeout, count)')
def _():
    first, second = event.Event(), event.Event()
    gevent.spawn(second.set)
    ready = gevent.wait([first, second], count=1)
    return len(ready), ready[0] is second, len(gevent.wait([first], timeout=0.01))

@row('gevent', 'iwait(objects)')
def _():
    gs = [gevent.spawn_later(0.02, lambda: 1), gevent.spawn(lambda: 2), gevent.spawn_later(0.01, lambda: 3)]
    return [g.value for g in gevent.iwait(gs)]

@row('gevent', 'kill(g)')
def _():
    log = []
    g = gevent.spawn(sleeper, log)
    gevent.sleep(0)
    gevent.kill(g)
    log.append('after')
    g.join()
    return log

@row('gevent', 'killall(gs)')
def _():
    log = []
    gs = [gevent.spawn(sleeper, log, name) for name in 'ab']
    gevent.sleep(0)
    gevent.killall(gs)
    log.append('after')
    return log

@row('gevent', 'killall(gs, block=False)')
def _():
    log = []
    gs = [gevent.spawn(sleeper, log, name) for name in 'ab']
    gevent.sleep(0)
    gevent.killall(gs, block=False)
    log.append('after')
    gevent.joinall(gs)
    return log

@row('gevent', 'with_timeout(s, f)')
def _():
    return gevent.with_timeout(0.01, gevent.sleep, 100, timeout_value='late'), gevent.with_timeout(100, lambda: 'early')

@row('gevent', 'wait()')
def _():
    log = []
    gevent.spawn_later(0.01, log.append, 'later')
    return gevent.wait(), log

# ---- gevent.Greenlet

@row('gevent.Greenlet', 'Greenlet(f)')
def _():
    g = gevent.Greenlet(lambda: 1)
    before = g.started
    g.start()
    return bool(before), g.get()

@row('gevent.Greenlet', '_run')
def _():
    class Mine(gevent.Greenlet):
        def _run(self):
            return 'mine'
    return Mine.spawn().get()

@row('gevent.Greenlet', 'start(), start_later(s)')
def _():
    log = []
    late, soon = gevent.Greenlet(log.append, 'late'), gevent.Greenlet(log.append, 'soon')
    late.start_later(0.01)
    soon.start()
    gevent.joinall([late, soon])
    return log

@row('gevent.Greenlet', 'started, bool(g)')
def _():
    g = gevent.Greenlet(lambda: bool(g.started))
    return bool(g.started), (g.start(), bool(g.started))[1], g.get()

@row('gevent.Greenlet', 'dead')
def _():
    g = gevent.spawn(lambda: 1)
    before = g.dead
    g.join()
    return before, g.dead

@row('gevent.Greenlet', 'ready()')
def _():
    g = gevent.spawn(lambda: 1)
    before = g.ready()
    g.join()
    return before, g.ready()

@row('gevent.Greenlet', 'successful()')
def _():
    good, bad, killed = gevent.spawn(lambda: 1), gevent.spawn(fail), gevent.spawn(gevent.sleep, 100)
    gevent.sleep(0)
    killed.kill()
    return good.successful(), bad.successful(), killed.successful()

@row('gevent.Greenlet', 'value')
def _():
    good, killed = gevent.spawn(lambda: 1), gevent.spawn(gevent.sleep, 100)
    gevent.sleep(0)
    killed.kill()
    return good.value, killed.value

@row('gevent.Greenlet', 'exception, exc_info')
def _():
    good, bad = gevent.spawn(lambda: 1), gevent.spawn(fail)
    gevent.joinall([good, bad])
    return good.exception, str(bad.exception)

@row('gevent.Greenlet', 'join(timeout)')
def _():
    g = gevent.spawn(gevent.sleep, 100)
    result = g.join(0.01)
    g.kill()
    return result, g.ready()

@row('gevent.Greenlet', 'get(), get(timeout=s)')
def _():
    killed = gevent.spawn(gevent.sleep, 100)
    late = caught(killed.get, timeout=0.01)
    killed.kill()
    return gevent.spawn(lambda: 1).get(), str(caught(gevent.spawn(fail).get)), late, caught(killed.get)

@row('gevent.Greenlet', 'get(block=False): raises a Timeout if it has not ended')
def _():
    g = gevent.spawn(lambda: 1)
    early = caught(g.get, block=False)
    g.join()
    return early, g.get(block=False)

@row('gevent.Greenlet', 'kill(), kill(exc)')
def _():
    error = ValueError('killed')
    seen = []
    def work():
        try:
            gevent.sleep(100)
        except ValueError as e:
            seen.append(e is error)
    gs = [gevent.spawn(work), gevent.spawn(work)]
    gevent.sleep(0)
    for g in gs:
        g.kill(error)
    return seen

@row('gevent.Greenlet', 'kill(block=False)')
def _():
    log = []
    g = gevent.spawn(sleeper, log)
    gevent.sleep(0)
    g.kill(block=False)
    log.append('after')
    g.join()
    return log

@row('gevent.Greenlet', 'rawlink, unlink')
def _():
    log = []
    g = gevent.spawn(lambda: 1)
    first, second = (lambda _: log.append('first')), (lambda _: log.append('second'))
    g.rawlink(first)
    g.rawlink(second)
    g.unlink(first)
    g.join()
    gevent.sleep(0)
    return log

@row('gevent.Greenlet', 'link, link_value, link_exception')
def _():
    log = []
    good, bad = gevent.spawn(lambda: 1), gevent.spawn(fail)
    for g, name in ((good, 'good'), (bad, 'bad')):
        g.link(lambda _, name=name: log.append(name))
        g.link_value(lambda _, name=name: log.append(name + ' value'))
        g.link_exception(lambda _, name=name: log.append(name + ' exception'))
    gevent.joinall([good, bad])
    gevent.sleep(0.01)
    return log

@row('gevent.Greenlet', 'link(f) of a greenlet that has ended: called in the next turn')
def _():
    log = []
    g = gevent.spawn(lambda: 1)
    g.join()
    g.link(lambda _: log.append('called'))
    before = list(log)
    gevent.sleep(0.001)
    return before, log

@row('gevent.Greenlet', 'g.link(result), g.link(queue.put)')
def _():
    result, items = event.AsyncResult(), queue.Queue()
    g = gevent.spawn(lambda: 5)
    g.link(result)
    g.link(items.put)
    return result.get(), items.get().value

@row('gevent.Greenlet', 'name, minimal_ident')
def _():
    g = gevent.Greenlet(lambda: 1)
    g.name = 'worker'
    return g.name

@row('gevent.Greenlet', 'spawning_greenlet, spawning_stack')
def _():
    def work():
        inner = gevent.spawn(lambda: 1)
        return inner.spawning_greenlet() is gevent.getcurrent()
    return gevent.spawn(work).get()

@row('gevent.Greenlet', 'spawn_tree_locals')
def _():
    def outer():
        gevent.getcurrent().spawn_tree_locals['user'] = 'ann'
        return gevent.spawn(lambda: gevent.getcurrent().spawn_tree_locals['user']).get()
    return gevent.spawn(outer).get()

@row('gevent.Greenlet', 'with Greenlet.spawn(f) as g:')
def _():
    log = []
    def work():
        try:
            gevent.sleep(0.01)
            log.append('done')
        except gevent.GreenletExit:
            log.append('killed')
    with gevent.spawn(work):
        gevent.sleep(0)
    return log

# ---- gevent.Timeout

@row('gevent.Timeout', 'Timeout(s)')
def _():
    limit = gevent.Timeout(0.01)
    limit.start()
    return caught(gevent.sleep, 100) is limit

@row('gevent.Timeout', 'Timeout(None)')
def _():
    with gevent.Timeout(None):
        gevent.sleep(0.01)
        return 'never'

@row('gevent.Timeout', 'Timeout(s, exc)')
def _():
    def work():
        with gevent.Timeout(0.01, ValueError('late')):
            gevent.sleep(100)
    return str(caught(work))

@row('gevent.Timeout', 'Timeout(s, False)')
def _():
    log = ['begun']
    with gevent.Timeout(0.01, False):
        gevent.sleep(100)
        log.append('not reached')
    return log

@row('gevent.Timeout', 'Timeout.start_new(s)')
def _():
    limit = gevent.Timeout.start_new(0.01)
    return caught(gevent.sleep, 100) is limit

@row('gevent.Timeout', 'start(), cancel(), close()')
def _():
    limit = gevent.Timeout(0.01)
    limit.start()
    limit.cancel()
    gevent.sleep(0.02)
    return limit.pending

@row('gevent.Timeout', 'pending')
def _():
    limit = gevent.Timeout(100)
    before = limit.pending
    limit.start()
    during = limit.pending
    limit.close()
    return before, during, limit.pending

@row('gevent.Timeout', 'with Timeout(s) as t:')
def _():
    def work():
        with gevent.Timeout(0.01):
            gevent.sleep(100)
    return caught(work)

@row('gevent.Timeout', 't is caught')
def _():
    outer = gevent.Timeout.start_new(0.01)
    inner = gevent.Timeout.start_new(100)
    error = caught(gevent.sleep, 1000)
    inner.close()
    return error is outer, error is inner

# ---- gevent.event

@row('gevent.event', 'Event()')
def _():
    flag = event.Event()
    gevent.spawn(flag.set)
    return flag.wait()

@row('gevent.event', 'set(), clear(), is_set()')
def _():
    flag = event.Event()
    states = [flag.is_set()]
    flag.set()
    states.append(flag.is_set())
    flag.clear()
    return states + [flag.is_set()]

@row('gevent.event', 'wait()')
def _():
    flag, log = event.Event(), []
    gs = [gevent.spawn(lambda name=name: log.append((flag.wait(), name)[1])) for name in 'abc']
    gevent.sleep(0)
    late = event.Event().wait(0.01)
    flag.set()
    gevent.joinall(gs)
    return late, log

@row('gevent.event', 'AsyncResult()')
def _():
    result = event.AsyncResult()
    gevent.spawn(result.set, 5)
    return result.get()

@row('gevent.event', 'set(v), set_exception(e)')
def _():
    result = event.AsyncResult()
    result.set_exception(ValueError('bad'))
    failed = str(caught(result.get))
    result.set(1)
    return failed, result.get()

@row('gevent.event', 'set_exception(e) after set(v): get() goes on returning v, exception is e')
def _():
    result = event.AsyncResult()
    result.set(1)
    result.set_exception(ValueError('late'))
    return text(caught(result.get)), str(result.exception)

@row('gevent.event', 'get(block=False): raises a Timeout if it is not set')
def _():
    result = event.AsyncResult()
    early = caught(result.get, block=False)
    result.set(3)
    return early, result.get(block=False)

@row('gevent.event', 'get(), result()')
def _():
    result, error = event.AsyncResult(), ValueError('bad')
    result.set_exception(error)
    return caught(result.get) is error, result.exception is error

@row('gevent.event', 'get_nowait()')
def _():
    result = event.AsyncResult()
    result.set(3)
    return result.get_nowait()

@row('gevent.event', 'wait(): returns the value, or None for a failure or when the time passed')
def _():
    result = event.AsyncResult()
    late = result.wait(0.01)
    result.set(3)
    return late, result.wait()

# ---- gevent.queue

@row('gevent.queue', 'SimpleQueue, Queue, JoinableQueue')
def _():
    items = queue.Queue()
    for item in (1, 2, 3):
        items.put(item)
    return [items.get() for _ in range(3)]

@row('gevent.queue', 'PriorityQueue, LifoQueue')
def _():
    small, last = queue.PriorityQueue(), queue.LifoQueue()
    for item in (2, 3, 1):
        small.put(item)
        last.put(item)
    return [small.get() for _ in range(3)], [last.get() for _ in range(3)]

@row('gevent.queue', 'Channel')
def _():
    channel, log = queue.Channel(), []
    def put():
        channel.put(1)
        log.append('put')
    g = gevent.spawn(put)
    gevent.sleep(0)
    log.append(channel.get())
    g.join()
    return log

@row('gevent.queue', 'put(x), put(x, timeout=s), put_nowait(x)')
def _():
    items = queue.Queue(1)
    items.put(1)
    return caught(items.put_nowait, 2), caught(items.put, 2, timeout=0.01)

@row('gevent.queue', 'get(), get(timeout=s), get_nowait()')
def _():
    items = queue.Queue()
    items.put(1)
    return items.get(), caught(items.get_nowait), caught(items.get, timeout=0.01)

@row('gevent.queue', 'peek(), peek_nowait()')
def _():
    items = queue.Queue()
    items.put(1)
    return items.peek(), items.peek_nowait(), items.qsize()

@row('gevent.queue', 'qsize(), empty(), full(), maxsize')
def _():
    items = queue.Queue(1)
    before = items.qsize(), items.empty(), items.full(), items.maxsize
    items.put(1)
    return before, items.qsize(), items.empty(), items.full()

@row('gevent.queue', 'task_done(), join()')
def _():
    items, log = queue.JoinableQueue(), []
    def work():
        for item in iter(items.get, 'end'):
            log.append(item)
            items.task_done()
    for item in (1, 2):
        items.put(item)
    g = gevent.spawn(work)
    items.join()
    log.append('joined')
    g.kill()
    return log, str(caught(items.task_done)) != ''

@row('gevent.queue', 'put(StopIteration)')
def _():
    items, log = queue.Queue(), []
    items.put(1)
    items.put(StopIteration)
    for item in items:
        log.append(item)
    return log

@row('gevent.queue', 'None as an item')
def _():
    items = queue.Queue()
    items.put(None)
    return items.get()

# ---- gevent.pool, gevent.threadpool

@row('gevent.pool, gevent.threadpool', 'Group()')
def _():
    group = pool.Group()
    group.spawn(lambda: 1)
    before = len(group)
    group.join()
    return before, len(group)

@row('gevent.pool, gevent.threadpool', 'spawn, start, add, discard')
def _():
    group = pool.Group()
    started, added = gevent.Greenlet(lambda: 1), gevent.spawn(gevent.sleep, 100)
    group.start(started)
    group.add(added)
    before = len(group)
    group.discard(added)
    group.join()
    added.kill()
    return before, len(group)

@row('gevent.pool, gevent.threadpool', 'join(raise_error=True)')
def _():
    group = pool.Group()
    group.spawn(fail)
    return str(caught(group.join, raise_error=True))

@row('gevent.pool, gevent.threadpool', 'kill(), killone(g)')
def _():
    group, log = pool.Group(), []
    one = group.spawn(sleeper, log, 'one')
    group.spawn(sleeper, log, 'other')
    gevent.sleep(0)
    group.killone(one)
    log.append(len(group))
    group.kill()
    return log + [len(group)]

@row('gevent.pool, gevent.threadpool', 'apply, apply_async')
def _():
    group = pool.Group()
    return group.apply(lambda: 1), group.apply_async(lambda: 2).get()

@row('gevent.pool, gevent.threadpool', 'map, map_async')
def _():
    workers = pool.Pool(2)
    return workers.map(lambda n: n * n, [1, 2, 3]), workers.map_async(lambda n: -n, [1, 2]).get()

@row('gevent.pool, gevent.threadpool', 'imap, imap_unordered, maxsize=')
def _():
    workers = pool.Pool(3)
    work = lambda n: (gevent.sleep(n / 100), n)[1]
    return list(workers.imap(work, [3, 1, 2])), list(workers.imap_unordered(work, [3, 1, 2]))

@row('gevent.pool, gevent.threadpool', 'Pool(n)')
def _():
    workers, running, most = pool.Pool(2), [], []
    def work(name):
        running.append(name)
        most.append(len(running))
        gevent.sleep(0.01)
        running.remove(name)
    for name in 'abcde':
        workers.spawn(work, name)
    workers.join()
    return max(most)

@row('gevent.pool, gevent.threadpool', 'size, free_count(), full()')
def _():
    workers = pool.Pool(2)
    workers.spawn(gevent.sleep, 100)
    result = workers.size, workers.free_count(), workers.full()
    workers.kill()
    return result

@row('gevent.pool, gevent.threadpool', 'add(g, blocking=False): PoolFull')
def _():
    workers = pool.Pool(1)
    workers.spawn(gevent.sleep, 100)
    result = caught(workers.add, gevent.Greenlet(lambda: 1), blocking=False)
    workers.kill()
    return result

@row('gevent.pool, gevent.threadpool', 'ThreadPool(n), hub.threadpool')
def _():
    threads = threadpool.ThreadPool(1)
    result = threads.apply(lambda: 5), gevent.get_hub().threadpool.apply(lambda: 6)
    threads.kill()
    return result

@row('gevent.pool, gevent.threadpool', 'spawn(f), apply(f)')
def _():
    threads = gevent.get_hub().threadpool
    return threads.spawn(lambda: 1).get(), threads.apply(lambda: 2), str(caught(threads.apply, fail))

@row('gevent.pool, gevent.threadpool', 'wait_available()')
def _():
    workers = pool.Pool(1)
    free = workers.wait_available() > 0
    workers.spawn(gevent.sleep, 100)
    busy = workers.wait_available(timeout=0.01) > 0
    workers.kill()
    return free, busy

@row('gevent.pool, gevent.threadpool', 'ThreadPoolExecutor')
def _():
    with threadpool.ThreadPoolExecutor(1) as executor:
        return executor.submit(lambda: 5).result()

@row('gevent.pool, gevent.threadpool', 'imap(f, first, second)')
def _():
    return list(pool.Pool(2).imap(lambda a, b: a + b, [1, 2, 3], [10, 20]))

# ---- gevent.lock

@row('gevent.lock', 'Semaphore(n), BoundedSemaphore(n)')
def _():
    permits = lock.BoundedSemaphore(1)
    return isinstance(caught(permits.release), Exception), lock.Semaphore(2).counter

@row('gevent.lock', 'acquire(), acquire(timeout=s)')
def _():
    permits = lock.Semaphore(1)
    return permits.acquire(), permits.acquire(timeout=0.01)

@row('gevent.lock', 'acquire(blocking=False)')
def _():
    permits = lock.Semaphore(1)
    return permits.acquire(blocking=False), permits.acquire(blocking=False)

@row('gevent.lock', 'release()')
def _():
    permits, log = lock.Semaphore(0), []
    def work(name):
        permits.acquire()
        log.append(name)
    gs = [gevent.spawn(work, name) for name in 'abc']
    gevent.sleep(0)
    for _ in gs:
        permits.release()
    gevent.joinall(gs)
    return log

@row('gevent.lock', 'with semaphore:')
def _():
    permits = lock.Semaphore(1)
    with permits:
        inside = permits.counter
    return inside, permits.counter

@row('gevent.lock', 'counter, locked(), wait()')
def _():
    permits = lock.Semaphore(1)
    before = permits.counter, permits.locked()
    permits.acquire()
    return before, permits.counter, permits.locked()

@row('gevent.lock', 'DummySemaphore()')
def _():
    permits = lock.DummySemaphore()
    return permits.acquire(), permits.acquire(), permits.locked()

@row('gevent.lock', 'RLock()')
def _():
    mutex = lock.RLock()
    mutex.acquire()
    again = mutex.acquire(blocking=0)
    mutex.release()
    other = gevent.spawn(mutex.acquire, blocking=0).get()
    mutex.release()
    return bool(again), bool(other), bool(gevent.spawn(mutex.acquire, blocking=0).get())

# ---- gevent.local, contextvars

@row('gevent.local, contextvars', 'local() and its attributes')
def _():
    mine = local.local()
    mine.x = 1
    def work():
        before = hasattr(mine, 'x')
        mine.x = 2
        return before
    return gevent.spawn(work).get(), mine.x

@row('gevent.local, contextvars', 'reading: AttributeError')
def _():
    return caught(lambda: local.local().x)

@row('gevent.local, contextvars', 'a subclass whose __init__ runs in each greenlet')
def _():
    class Mine(local.local):
        def __init__(self):
            self.x = []
    mine = Mine()
    mine.x.append(1)
    return gevent.spawn(lambda: len(mine.x)).get(), len(mine.x)

@row('gevent.local, contextvars', 'ContextVar(name)')
def _():
    import contextvars
    var = contextvars.ContextVar('user', default='nobody')
    def work():
        var.set('ann')
        return gevent.spawn(var.get).get()
    return gevent.spawn(work).get()

@row('gevent.local, contextvars', 'var.reset(token)')
def _():
    import contextvars
    var = contextvars.ContextVar('user', default='nobody')
    token = var.set('ann')
    inside = var.get()
    var.reset(token)
    return inside, var.get()

@row('gevent.local, contextvars', 'copy_context(), context.run(f)')
def _():
    import contextvars
    var = contextvars.ContextVar('user')
    var.set('ann')
    context = contextvars.copy_context()
    var.set('bob')
    return context.run(var.get), var.get()

# ---- gevent.select, gevent.selectors

@row('gevent.select, gevent.selectors', 'select(r, w, x, timeout)')
def _():
    left, right = socket.socketpair()
    before = select.select([right], [], [], 0.01)
    left.sendall(b'x')
    after = select.select([right], [], [], 0.01), select.select([], [left], [], 0.01)
    return len(before[0]), len(after[0][0]), len(after[1][1])

@row('gevent.select, gevent.selectors', 'socket.wait_read(fileno), wait_write(fileno)')
def _():
    left, right = socket.socketpair()
    late = caught(socket.wait_read, right.fileno(), timeout=0.01)
    left.sendall(b'x')
    return type(late).__name__, socket.wait_read(right.fileno(), timeout=1) is None

@row('gevent.select, gevent.selectors', 'poll(milliseconds), select(seconds)')
def _():
    left, right = socket.socketpair()
    poll = select.poll()
    poll.register(right.fileno(), select.POLLIN)
    before = len(poll.poll(10))
    left.sendall(b'x')
    return before, len(poll.poll(10))

# ---- gevent.socket

@row('gevent.socket', 'accept()')
def _():
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen()
    client = gevent.spawn(socket.create_connection, listener.getsockname())
    peer, _ = listener.accept()
    client.get().sendall(b'hello')
    return peer.recv(5)

@row('gevent.socket', "makefile('rb'), makefile('wb')")
def _():
    left, right = socket.socketpair()
    out = left.makefile('wb')
    out.write(b'line')
    out.flush()
    left.shutdown(socket.SHUT_WR)
    return right.makefile('rb').read()

@row('gevent.socket', 'socket(AF_INET, SOCK_DGRAM), recvfrom, sendto')
def _():
    receiver, sender = socket.socket(type=socket.SOCK_DGRAM), socket.socket(type=socket.SOCK_DGRAM)
    receiver.bind(('127.0.0.1', 0))
    sender.sendto(b'hello', receiver.getsockname())
    return receiver.recvfrom(100)[0]

@row('gevent.socket', 'parse_address')
def _():
    return [baseserver.parse_address(text)[1][1] for text in ('127.0.0.1:80', ':81', '82')]

@row('gevent.socket', 'socketpair()')
def _():
    left, right = socket.socketpair()
    left.sendall(b'hi')
    return right.recv(2)

@row('gevent.socket', 'recv(n), recv_into(buffer)')
def _():
    left, right = socket.socketpair()
    gevent.spawn(left.sendall, b'hello')
    first = right.recv(3)
    rest = right.recv(10)
    left.close()
    return first, rest, len(right.recv(1))

@row('gevent.socket', 'shutdown(how)')
def _():
    left, right = socket.socketpair()
    left.shutdown(socket.SHUT_WR)
    right.sendall(b'still')
    return len(right.recv(1)), left.recv(5)

@row('gevent.socket', 'settimeout(s), settimeout(None)')
def _():
    left, right = socket.socketpair()
    right.settimeout(0.01)
    late = type(caught(right.recv, 1)).__name__
    right.settimeout(0)
    polled = type(caught(right.recv, 1)).__name__
    return late, polled

@row('gevent.socket', 'a second reader: ConcurrentObjectUseError')
def _():
    left, right = socket.socketpair()
    g = gevent.spawn(right.recv, 1)
    gevent.sleep(0)
    second = caught(right.recv, 1)
    g.kill()
    return second

# ---- gevent.server, gevent.baseserver, gevent.backdoor

@row('gevent.server, gevent.baseserver, gevent.backdoor', 'StreamServer(listener, handle)')
def _():
    def handle(peer, address):
        peer.sendall(peer.recv(10).upper())
    serving = server.StreamServer(('127.0.0.1', 0), handle)
    serving.start()
    client = socket.create_connection(serving.address)
    client.sendall(b'hello')
    answer = client.recv(5), len(client.recv(1))
    serving.stop()
    return answer

@row('gevent.server, gevent.baseserver, gevent.backdoor', 'address, server_port, started')
def _():
    serving = server.StreamServer(('127.0.0.1', 0), lambda peer, address: None)
    before = serving.started
    serving.start()
    during = serving.started, serving.server_port == serving.address[1] > 0
    serving.stop()
    return before, during, serving.started

# ---- gevent.fileobject, gevent.os

@row('gevent.fileobject, gevent.os', 'readline(): with the line feed, empty at the end')
def _():
    left, right = socket.socketpair()
    left.sendall(b'abc\n')
    left.close()
    lines = fileobject.FileObject(right.fileno(), 'rb', closefd=False)
    return text(lines.readline()).replace('\n', '+'), len(lines.readline())

# ---- gevent.subprocess, gipc

@row('gevent.subprocess, gipc', 'Popen(script, shell=True)')
def _():
    return subprocess.check_output('echo a b | tr a-z A-Z', shell=True).strip()

@row('gevent.subprocess, gipc', 'cwd, env')
def _():
    return subprocess.check_output('pwd; echo $GREETING', shell=True, cwd='/', env={'GREETING': 'hi', 'PATH': '/usr/bin:/bin'})\
        .split()

@row('gevent.subprocess, gipc', 'stderr=STDOUT')
def _():
    return subprocess.check_output('echo out; echo err >&2', shell=True, stderr=subprocess.STDOUT).split()

@row('gevent.subprocess, gipc', 'poll(), returncode')
def _():
    process = subprocess.Popen(['sleep', '100'])
    before = process.poll()
    process.kill()
    process.wait()
    return before is None, process.returncode

@row('gevent.subprocess, gipc', 'wait(timeout)')
def _():
    process = subprocess.Popen(['cat'], stdin=subprocess.PIPE)
    late = caught(process.wait, timeout=0.01)
    process.stdin.close()
    return late, process.wait()

@row('gevent.subprocess, gipc', 'communicate(input, timeout)')
def _():
    process = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return process.communicate(b'hello')[0]

@row('gevent.subprocess, gipc', 'check_call, check_output')
def _():
    error = caught(subprocess.check_call, 'exit 3', shell=True)
    return subprocess.check_output(['echo', 'x']).strip(), error.returncode

@row('gevent.subprocess, gipc', 'run, call')
def _():
    return subprocess.run('exit 3', shell=True).returncode, subprocess.call('exit 4', shell=True)

@row('gevent.subprocess, gipc', 'CompletedProcess')
def _():
    done = subprocess.run('echo out; echo err >&2; exit 3', shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.stdout.strip(), done.stderr.strip(), done.returncode

@row('gevent.subprocess, gipc', 'send_signal, terminate, kill')
def _():
    process = subprocess.Popen(['sleep', '100'])
    process.terminate()
    return process.wait()

@row('gevent.subprocess, gipc', 'CalledProcessError, TimeoutExpired')
def _():
    return caught(subprocess.check_output, 'exit 3', shell=True), caught(subprocess.run, ['sleep', '100'], timeout=0)

# ---- gevent.hub, gevent.util, exceptions

@row('gevent.hub, gevent.util, exceptions', 'loop.timer(s)')
def _():
    log = []
    timer = gevent.get_hub().loop.timer(0.01)
    timer.start(log.append, 'fired')
    gevent.sleep(0.02)
    return log

@row('gevent.hub, gevent.util, exceptions', 'get_hub(), get_hub_if_exists()')
def _():
    return gevent.get_hub() is gevent._hub_local.get_hub_if_exists()

@row('gevent.hub, gevent.util, exceptions', 'loop.run_callback, run_callback_threadsafe')
def _():
    log = []
    gevent.get_hub().loop.run_callback(log.append, 'called')
    before = list(log)
    gevent.sleep(0)
    return before, log

@row('gevent.hub, gevent.util, exceptions', 'loop.timer(s, repeat)')
def _():
    log = []
    timer = gevent.get_hub().loop.timer(0.01, repeat=0.01)
    def fired():
        log.append('fired')
        if len(log) == 3:
            timer.stop()
    timer.start(fired)
    gevent.sleep(0.1)
    return log

@row('gevent.hub, gevent.util, exceptions', 'LoopExit')
def _():
    return caught(event.Event().wait)

@row('gevent.hub, gevent.util, exceptions', 'BlockingSwitchOutError')
def _():
    log = []
    gevent.get_hub().loop.run_callback(lambda: log.append(type(caught(gevent.sleep, 0.01)).__name__[:17]))
    gevent.sleep(0.01)
    return log

@row('gevent.hub, gevent.util, exceptions', 'GreenletExit')
def _():
    log = []
    def work():
        try:
            gevent.sleep(100)
        except gevent.GreenletExit as e:
            log.append(e)
    g = gevent.spawn(work)
    gevent.sleep(0)
    g.kill()
    return log


def main():
    gevent.get_hub().exception_stream = None
    for section, key, function in ROWS:
        try:
            values = function()
            result = ' '.join(text(value) for value in values) if isinstance(values, tuple) else text(values)
        except BaseException as e:
            result = 'failed with %r' % e
        print(section, key, result, sep='\t')


main()
