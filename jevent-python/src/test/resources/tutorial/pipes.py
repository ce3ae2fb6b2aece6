# gipc: pipes to child processes, a duplex pipe, what is refused. GEVENT_RESOLVER asks for a resolver that is not there.
from __future__ import print_function
import gevent
import gipc


def relay(reader, writer, suffix='?'):
    gevent.sleep(0)
    for i in range(3):
        writer.put([reader.get(), suffix, i])


def failing():
    raise ValueError('on purpose')


if __name__ == '__main__':
    ticks = []
    ticker = gevent.spawn(lambda: [ticks.append(gevent.sleep(0.001)) for _ in iter(int, 1)])
    with gipc.pipe() as (there, to_child), gipc.pipe() as (from_child, back):
        child = gipc.start_process(relay, args=(there, back), kwargs={'suffix': '!'})
        for word in ('a', 'b', 'c'):
            to_child.put(word)
        print([from_child.get() for _ in range(3)])
        child.join()
        print('exit code', child.exitcode, 'ticked', len(ticks) > 5)
    broken = gipc.start_process(failing)
    broken.join()
    print('exit code', broken.exitcode)
    ticker.kill()
    with gipc.pipe(duplex=True) as (a, b):
        a.put({'any': ('object', 1)})
        b.put('back')
        print(b.get(), a.get())
    try:
        a.put(1)
    except gipc.GIPCClosed as e:
        print(type(e).__name__)
    with gipc.pipe(encoder=None, decoder=None) as (reader, writer):
        writer.put(b'raw')
        print(reader.get() == b'raw')
    for call in (lambda: gipc.pipe(encoder=5), lambda: gipc.start_process(relay, args=[1])):
        try:
            call()
        except (gipc.GIPCError, TypeError) as e:
            print(type(e).__name__)
    with gipc.pipe() as (reader, writer):
        try:
            with gevent.Timeout(0.01, False) as limit:
                reader.get(timeout=limit)
            print('timed out')
        finally:
            writer.put('x')
    print(gevent.get_hub().resolver.gethostbyname('127.0.0.1'))
    try:
        import gevent.resolver_ares
    except ImportError as e:
        print(str(e).split(':')[0])
