# requests, and threads, queues and subprocesses of the standard library, against a server of the same program.
from gevent import monkey; monkey.patch_all()
import gevent
from gevent.pywsgi import WSGIServer
import queue
import subprocess
import threading
import time
import requests

inside = [0]
most = [0]


def app(environ, start_response):
    inside[0] += 1
    most[0] = max(most[0], inside[0])
    while environ['PATH_INFO'] == '/together' and most[0] < 4:
        time.sleep(0.001)
    inside[0] -= 1
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [environ['PATH_INFO'].encode()]


server = WSGIServer(('127.0.0.1', 0), app, log=None)
server.start()
url = 'http://127.0.0.1:%d' % server.server_port
print(requests.get(url + '/one').text)
session = requests.Session()
gs = [gevent.spawn(lambda: session.get(url + '/together').text) for _ in range(4)]
gevent.joinall(gs, raise_error=True)
print([g.value for g in gs])
q = queue.Queue()
t = threading.Thread(target=lambda: q.put('from a thread'))
t.start()
t.join()
print(q.get())
print(subprocess.check_output(['echo', 'from a process']).decode().strip())
server.stop()
