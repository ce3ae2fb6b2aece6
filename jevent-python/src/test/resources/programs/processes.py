# Subprocesses, threads, files, patching.
#: check_output
from gevent import subprocess
print(subprocess.check_output(['echo', 'hi']).decode().strip())
#: status
from gevent import subprocess
print(subprocess.call(['true']), subprocess.call(['false']), subprocess.call('exit 3', shell=True))
#: communicate
from gevent.subprocess import Popen, PIPE
p = Popen(['cat'], stdin=PIPE, stdout=PIPE); print(p.communicate(b'abc')[0].decode(), p.returncode)
#: stderr
from gevent.subprocess import Popen, PIPE, STDOUT
p = Popen('echo out; echo err >&2', shell=True, stdout=PIPE, stderr=PIPE); print([str(x.decode().strip()) for x in p.communicate()])
p = Popen('echo err >&2', shell=True, stdout=PIPE, stderr=STDOUT); print(p.communicate()[0].decode().strip(), p.communicate()[1])
#: lines
from gevent.subprocess import Popen, PIPE
p = Popen('echo a; echo b', shell=True, stdout=PIPE); print([str(l.decode().strip()) for l in p.stdout]); print(p.wait())
#: check_call fails
from gevent import subprocess
try: subprocess.check_call(['false'])
except subprocess.CalledProcessError as e: print(e.returncode)
#: no such program
from gevent import subprocess
import errno
try: subprocess.Popen(['/no/such/program'])
except OSError as e: print(e.errno == errno.ENOENT)
#: kill
from gevent import subprocess
p = subprocess.Popen(['sleep', '60']); print(p.poll()); p.kill(); print(p.wait())
#: terminate
from gevent import subprocess
p = subprocess.Popen(['sleep', '60']); p.terminate(); print(p.wait(), p.poll())
#: environment and folder
from gevent.subprocess import Popen, PIPE
p = Popen('echo $A; pwd', shell=True, stdout=PIPE, env={'A': 'x'}, cwd='/'); print([str(x) for x in p.communicate()[0].decode().split()])
#: run
from gevent import subprocess
r = subprocess.run(['cat'], input=b'in', stdout=subprocess.PIPE); print(r.returncode, r.stdout.decode())
#: text
from gevent.subprocess import Popen, PIPE
p = Popen(['echo', 'x'], stdout=PIPE, universal_newlines=True); print(repr(str(p.communicate()[0])))
#: stdout is not STDOUT
from gevent import subprocess
print(subprocess.STDOUT, subprocess.PIPE)
#: others run while a process does
import gevent
from gevent import subprocess
n = []
def tick():
    while True: n.append(1); gevent.sleep(0)
g = gevent.spawn(tick); subprocess.call(['sleep', '0.1']); g.kill(); print(len(n) > 1)
#: link of a process
import gevent
from gevent import subprocess
p = subprocess.Popen(['true']); print([type(x).__name__ for x in gevent.wait([gevent.spawn(p.wait)])], p.returncode)
#: thread pool
import gevent
from gevent.threadpool import ThreadPool
p = ThreadPool(2); print(p.apply(lambda: 5), p.spawn(lambda a: a + 1, 2).get(), p.map(abs, [-1, -2]), list(p.imap(abs, [-3])))
#: thread pool error
from gevent.threadpool import ThreadPool
def bad(): raise KeyError('t')
try: ThreadPool(1).apply(bad)
except KeyError as e: print(e)
#: thread pool sizes
from gevent.threadpool import ThreadPool
for x in ('a', -1):
    try: ThreadPool(x)
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
#: others run while a thread works
import gevent, time
from gevent.threadpool import ThreadPool
n = []
def tick():
    while True: n.append(1); gevent.sleep(0)
g = gevent.spawn(tick); ThreadPool(1).apply(time.sleep, (0.05,)); g.kill(); print(len(n) > 1)
#: hub's pool
import gevent
print(gevent.get_hub().threadpool.apply(lambda: 'x'))
#: executor
from gevent.threadpool import ThreadPoolExecutor
with ThreadPoolExecutor(2) as e: print(e.submit(lambda x: x * 2, 4).result())
#: file object
import os, tempfile
from gevent.fileobject import FileObject
n = tempfile.mktemp(); f = FileObject(open(n, 'wb'), 'wb'); f.write(b'one\ntwo\n'); f.close(); f = FileObject(open(n, 'rb'), 'rb'); print([str(l.decode().strip()) for l in f], f.closed); f.close(); print(f.closed); os.remove(n)
#: os read and write
import os
from gevent import os as gos
r, w = os.pipe() if hasattr(os, 'pipe') else (None, None)
print(callable(gos.tp_read), callable(gos.tp_write))
#: patch time
import time
from gevent import monkey
import gevent
monkey.patch_time(); print(monkey.is_module_patched('time'), monkey.is_object_patched('time', 'sleep'), time.sleep is not monkey.get_original('time', 'sleep'))
r = []; gevent.spawn(r.append, 1); time.sleep(0.01); print(r)
#: patch socket
import socket
from gevent import monkey, socket as gs
monkey.patch_socket(); print(socket.socket is gs.socket, socket.create_connection is gs.create_connection)
#: patched thread module
import gevent
from gevent import thread
r = []; thread.start_new_thread(r.append, (1,)); gevent.sleep(0); print(r); l = thread.allocate_lock(); print(l.acquire(), l.acquire(False), l.locked()); l.release(); print(l.locked())
#: lock of a thread released too often
from gevent import thread
try: thread.allocate_lock().release()
except thread.error: print('error')
#: signal handler must be callable
import gevent, signal
try: gevent.signal_handler(signal.SIGTERM, 5)
except TypeError as e: print(e)
#: signal
import gevent, signal, gevent.subprocess
r = []; h = gevent.signal_handler(signal.SIGUSR1, r.append, 'got'); gevent.subprocess.call('kill -USR1 $PPID', shell=True)
while not r: gevent.sleep(0.001)
h.cancel(); print(r)
#: a signal to this process, and to none
import errno, os, signal, gevent
from gevent.event import Event
got = Event(); h = gevent.signal_handler(signal.SIGUSR1, got.set); os.kill(os.getpid(), signal.SIGUSR1); print(got.wait()); h.cancel()
try: os.kill(2 ** 22 + 1, 0)
except OSError as e: print(e.errno == errno.ESRCH)
#: a link of a process knows its status
import gevent
from gevent.subprocess import Popen
p = Popen(['sh', '-c', 'exit 3']); r = []; p.rawlink(lambda p: r.append(p.returncode)); gevent.wait([p]); gevent.sleep(0.01); print(r)
#: a process with a file that has no name
import os, tempfile
from gevent import subprocess
f = tempfile.TemporaryFile(); print(subprocess.call('echo out; echo err >&2', shell=True, stdout=f, stderr=subprocess.STDOUT)); f.seek(0); print(f.read().decode().split() == ['out', 'err'])
f.seek(0); print(subprocess.check_output(['cat'], stdin=f).decode())
try: subprocess.Popen(['true'], bufsize='x')
except TypeError as e: print(e)
#: a closed file object
import os, tempfile
from gevent.fileobject import FileObject
f = FileObject(tempfile.TemporaryFile('wb'), 'wb'); f.close(); f.close(); print(f.closed)
for call in (lambda: f.write(b'x'), lambda: f.flush(), lambda: f.fileno()):
    try: call()
    except IOError as e: print(type(e).__name__, e.errno)
#: file objects of a pipe
import gevent, os
from gevent.fileobject import FileObject
r, w = os.pipe(); reader, writer = FileObject(r, 'rb'), FileObject(w, 'wb'); g = gevent.spawn(reader.readline)
writer.write(b'one\ntwo'); writer.close(); print(g.get().decode().strip(), reader.read().decode()); reader.close()
#: futures of an executor
import gevent
from gevent.threadpool import ThreadPoolExecutor
def bad(): raise KeyError('k')
e = ThreadPoolExecutor(2); f = e.submit(lambda x: x + 1, 2); print(f.result(), f.done(), f.exception(), f.cancel(), f.value)
f.add_done_callback(lambda f: print('called', f.result())); f = e.submit(bad)
try: f.result()
except KeyError as x: print('failed', x, f.successful())
f = e.submit(gevent.sleep, 0.01); f.add_done_callback(lambda f: print('later', f.result())); gevent.wait([f]); gevent.sleep(0)
print(list(e.map(lambda x, y: x + y, [1, 2], [3, 4], timeout=5))); e.shutdown()
try: e.submit(len, 'x')
except RuntimeError as x: print(x)
#: modules are patched by their own lists
import types
from gevent import events, monkey
a, b, c = [types.ModuleType(n) for n in 'abc']; a.x = 1; b.x = 2; r = []
events.subscribers.append(lambda e: r.append((type(e).__name__, e.module_name, isinstance(e, events.GeventWillPatchEvent))))
try: monkey.patch_module(a, b)
except AttributeError as e: print(str(e)[-20:])
b.__implements__ = ['x']; print(monkey.patch_module(a, b), a.x, monkey.saved['a']['x'], monkey.is_object_patched('a', 'x')); print(r); events.subscribers.pop()
def no(event): raise events.DoNotPatch
events.subscribers.append(no); c.x = 3; print(monkey.patch_module(c, b), c.x, monkey.is_module_patched('c')); events.subscribers.remove(no)
