# Modules of the standard library that wait, under monkey.patch_all(): servers, clients, threads, executors, pools,
# queues, logging. Each prints what it prints with gevent on CPython.
from gevent import monkey; monkey.patch_all()
import http.client
import http.server
import io
import logging
import logging.handlers
import os
import queue
import sched
import select
import selectors
import smtplib
import socket
import socketserver
import tempfile
import threading
import time
import urllib.error
import urllib.request
import xmlrpc.client
import xmlrpc.server
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, as_completed, wait
from multiprocessing.pool import ThreadPool


def serving(server):
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    return thread


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/no':
            self.send_error(404, 'nope')
            return
        self.answer(('hello ' + self.path).encode())

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers['Content-Length']))[::-1])

    def answer(self, body):
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def http_server():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Site)
    thread = serving(server)
    base = 'http://127.0.0.1:%d' % server.server_port
    found = []

    def get(path):
        try:
            found.append((path, urllib.request.urlopen(base + path).read()))
        except urllib.error.HTTPError as e:
            found.append((path, e.code, e.reason))
    threads = [threading.Thread(target=get, args=(path,)) for path in ('/a', '/b', '/no')]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    print(sorted(found), urllib.request.urlopen(base + '/p', data=b'abc').read())
    kept = http.client.HTTPConnection('127.0.0.1', server.server_port)
    for path in ('/1', '/2'):
        kept.request('GET', path)
        print(kept.getresponse().read())
    kept.close()
    server.shutdown()
    thread.join()
    server.server_close()
    print(thread.is_alive())


def xml_rpc():
    server = xmlrpc.server.SimpleXMLRPCServer(('127.0.0.1', 0), logRequests=False)
    server.register_function(lambda a, b: a + b, 'add')
    thread = serving(server)
    proxy = xmlrpc.client.ServerProxy('http://127.0.0.1:%d' % server.server_address[1])
    print(proxy.add(1, 2))
    try:
        proxy.no()
    except xmlrpc.client.Fault as e:
        print(e.faultCode)
    server.shutdown()
    thread.join()
    server.server_close()


class Mail(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b'220 hello\r\n')
        for line in self.rfile:
            command = line[:4].upper().strip()
            self.wfile.write({b'DATA': b'354 go\r\n', b'QUIT': b'221 bye\r\n'}.get(command, b'250 ok\r\n'))
            if command == b'DATA':
                print(list(iter(self.rfile.readline, b'.\r\n')))
                self.wfile.write(b'250 ok\r\n')


def mail():
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Mail)
    thread = serving(server)
    with smtplib.SMTP('127.0.0.1', server.server_address[1], local_hostname='here') as client:
        print(client.sendmail('a@b', ['c@d'], 'Subject: x\r\n\r\nbody\r\n'))
    server.shutdown()
    thread.join()
    server.server_close()


def executors():
    with ThreadPoolExecutor(3) as executor:
        print(sorted(f.result() for f in as_completed([executor.submit(abs, -i) for i in range(4)])))
        print(repr(executor.submit(int, 'x').exception()), list(executor.map(str.upper, 'abc')))
        event = threading.Event()
        waiting = executor.submit(event.wait)
        done, pending = wait([waiting, executor.submit(len, 'ab')], return_when=FIRST_COMPLETED)
        print(len(done), len(pending))
        event.set()
        print(waiting.result())
    pool = ThreadPool(2)
    print(pool.map(abs, [-1, -2]), pool.starmap(pow, [(2, 3), (3, 2)]), list(pool.imap(str, [1, 2])))
    failed = pool.apply_async(int, ('x',))
    try:
        failed.get(60)
    except ValueError as e:
        print(e, failed.ready(), failed.successful())
    later = [pool.apply_async(len, ('abc',)), pool.map_async(abs, [-3]), pool.starmap_async(pow, [(2, 2)])]
    pool.close()
    pool.join()
    print([result.ready() for result in later], [result.get() for result in later])
    try:
        pool.apply_async(len, ('',))
    except ValueError as e:
        print(e)


def threads():
    items = queue.Queue(2)
    got = []

    def consume():
        for item in iter(items.get, None):
            got.append(item)
            items.task_done()
        items.task_done()
    consumer = threading.Thread(target=consume)
    consumer.start()
    for i in range(5):
        items.put(i)
    items.put(None)
    items.join()
    consumer.join()
    barrier = threading.Barrier(3)
    others = [threading.Thread(target=barrier.wait) for _ in range(2)]
    for each in others:
        each.start()
    print(got, barrier.wait() in (0, 1, 2), [each.join() for each in others])
    condition = threading.Condition()
    ready = []

    def tell():
        with condition:
            ready.append(1)
            condition.notify()
    with condition:
        threading.Thread(target=tell).start()
        print(condition.wait_for(lambda: ready))
    timer = threading.Timer(0.001, got.append, ['timer'])
    timer.start()
    timer.join()
    lock = threading.RLock()
    try:
        lock.release()
    except RuntimeError as e:
        print(got[-1], e, repr(lock)[:56])
    steps = sched.scheduler(time.time, time.sleep)
    now = time.time()
    steps.enterabs(now + 0.002, 1, got.append, ('second',))
    steps.enterabs(now + 0.001, 1, got.append, ('first',))
    steps.run()
    print(got[-2:])


def logs():
    text = io.StringIO()
    waiting = queue.Queue()
    log = logging.getLogger('service')
    log.propagate = False
    log.addHandler(logging.handlers.QueueHandler(waiting))
    listener = logging.handlers.QueueListener(waiting, logging.StreamHandler(text))
    listener.start()
    log.warning('one %d', 1)
    listener.stop()
    print(repr(text.getvalue()))


def descriptors():
    first, second = socket.socketpair()
    with selectors.DefaultSelector() as selector:
        selector.register(first, selectors.EVENT_READ, 'first')
        print(selector.select(0))
        second.send(b'x')
        print([(key.data, events) for key, events in selector.select(60)])
    poll = select.poll()
    poll.register(first, select.POLLIN)
    print(poll.poll(0) == [(first.fileno(), select.POLLIN)], hasattr(select, 'epoll'))
    path = os.path.join(tempfile.mkdtemp(), 'socket')
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(1)
    client = socket.socket(socket.AF_UNIX)
    client.connect(path)
    accepted, _ = listener.accept()
    accepted.sendall(b'by a path')
    print(client.recv(20), client.getpeername() == path)
    for each in (first, second, listener, client, accepted):
        each.close()


for each in (http_server, xml_rpc, mail, executors, threads, logs, descriptors):
    print('==', each.__name__)
    each()
