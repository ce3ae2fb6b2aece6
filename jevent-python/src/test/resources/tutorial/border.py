# What crosses the border of Java and Python: exceptions, callbacks, queues, servers. Both engines run it. Its
# argument is the file of a trace, which names functions of Python.
from __future__ import print_function
import sys
import traceback

import gevent
from gevent import socket
from gevent.queue import Queue
from gevent.server import StreamServer

if sys.version_info[0] == 2:
    from java.lang import Integer, NumberFormatException
    from java.nio.file import Paths
    from java.util import Optional
    from java.util.function import Function, Supplier
    from io.jevent.event import Event as JavaEvent
    from io.jevent.http import Handler, HttpServer
    from io.jevent.python import JavaSide
    from io.jevent.queue import Queue as JavaQueue
    from io.jevent.server import StreamHandler, StreamServer as JavaStreamServer
    from io.jevent.trace import TraceFile

    def as_java(interface, method, function):
        """An object of an interface of Java, which GraalPy makes by itself."""
        return type('OfPython', (interface,), {method: lambda self, *args: function(*args)})()
else:
    import java
    Function = Supplier = Handler = StreamHandler = None

    def as_java(interface, method, function):
        return function

    Integer, NumberFormatException, Optional, JavaEvent, HttpServer, JavaSide, JavaQueue, JavaStreamServer, Paths, TraceFile = [
        java.type(name) for name in (
            'java.lang.Integer', 'java.lang.NumberFormatException', 'java.util.Optional', 'io.jevent.event.Event',
            'io.jevent.http.HttpServer', 'io.jevent.python.JavaSide', 'io.jevent.queue.Queue',
            'io.jevent.server.StreamServer', 'java.nio.file.Paths', 'io.jevent.trace.TraceFile')]


trace = TraceFile.record(Paths.get(sys.argv[1]))


class Own(Exception):
    pass


# an exception of Java is caught by its class
try:
    Integer.parseInt('x')
except NumberFormatException as e:
    print('caught', e.getMessage())

# Python's exception goes through Java and keeps its identity and its traceback
problem = Own('through Java')


def raising(x):
    raise problem


try:
    Optional.of(1).map(as_java(Function, 'apply', raising))
except Own as e:
    print(e is problem, [f[2] for f in traceback.extract_tb(sys.exc_info()[2])][-1])


# an exception of Java ends a greenlet: reported, and raised by get()
def failing():
    Integer.parseInt('y')


class Lines(object):
    text = ''

    def write(self, text):
        Lines.text += text

    def flush(self):
        pass


gevent.get_hub().exception_stream = Lines()
g = gevent.spawn(failing)
g.join()
print('NumberFormatException' in Lines.text, 'failing' in Lines.text, g.successful())
try:
    g.get()
except NumberFormatException as e:
    print('get raised', e.getMessage())

# a kill and a timeout end a wait in Java as in Python
never = JavaEvent()


def waiting():
    try:
        getattr(never, 'await')()
    finally:
        print('cleaned up')


g = gevent.spawn(waiting)
gevent.sleep(0)
g.kill()
print(g.successful(), repr(g.value))
with gevent.Timeout(0.01, False):
    getattr(never, "await")()
limit = gevent.Timeout(0.01)
try:
    with limit:
        getattr(never, 'await')()
except gevent.Timeout as e:
    print(e is limit)

# an exception of Python, a kill and a timeout pass through a call of Java in the middle
log = JavaQueue()


def sleeping():
    gevent.sleep(1000)


def through(function):
    JavaSide.passing(as_java(Supplier, 'get', function), log)


def outcome(function):
    try:
        return JavaSide.passing(as_java(Supplier, 'get', function), log)
    except BaseException:
        return sys.exc_info()[1]


print(outcome(lambda: raising(None)) is problem)
g = gevent.spawn(through, sleeping)
gevent.sleep(0)
g.kill()
print(g.successful(), repr(g.value))
limit = gevent.Timeout.start_new(0.01)
print(outcome(sleeping) is limit)
print(log.size(), log.get())

# one queue for both
numbers, results = JavaQueue(), Queue()
counter = JavaSide.spawnCounter(numbers, results.java)
ours = Queue.of(numbers)
for n in (1, 2, 3, 0):
    ours.put(n)
print([int(results.get()) for _ in range(3)], counter.get())


# a handler of Java in a server of Python, and a handler of Python in servers of Java
def ask(port, request, ends=True):
    s = socket.create_connection(('127.0.0.1', port))
    s.sendall(request)
    if ends:
        s.shutdown(socket.SHUT_WR)
    got = b''
    for part in iter(lambda: s.recv(100), b''):
        got += part
    s.close()
    return got.decode()


server = StreamServer(('127.0.0.1', 0), lambda s, address: JavaSide.serve(s.java))
server.start()
print(ask(server.server_port, b'by a handler of java'))
server.stop()


def handle(java_socket):
    s = socket.socket.of(java_socket)
    s.sendall(s.recv(100)[::-1])


server = JavaStreamServer('127.0.0.1:0', as_java(StreamHandler, 'handle', handle))
server.start()
print(ask(server.port(), b'nohtyP fo reldnah a yb'))
server.stop()


def respond(request, response):
    gevent.sleep(0)
    response.send('%s by Python' % request.path())


server = HttpServer('127.0.0.1:0', as_java(Handler, 'handle', respond))
server.start()
print(ask(server.port(), b'GET /served HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', False).split('\r\n')[-1])
server.stop()

trace.close()
with open(sys.argv[1]) as f:
    print('waiting (border.py:' in f.read())
