# Sockets, servers, select.
#: socketpair
from gevent import socket
a, b = socket.socketpair(); a.sendall(b'hello'); print(b.recv(10).decode()); a.close(); print(len(b.recv(10))); b.close()
#: server and client
import gevent
from gevent import socket
from gevent.server import StreamServer
def h(s, addr): s.sendall(s.recv(100).upper())
srv = StreamServer(('127.0.0.1', 0), h); srv.start(); c = socket.create_connection(('127.0.0.1', srv.server_port))
c.sendall(b'abc'); print(c.recv(10).decode(), len(c.recv(10))); c.close(); srv.stop()
#: makefile
from gevent import socket
a, b = socket.socketpair(); f = b.makefile('rb'); a.sendall(b'one\ntwo\n'); a.close(); print([str(l.decode().strip()) for l in f]); b.close()
#: recv with timeout
from gevent import socket
a, b = socket.socketpair(); b.settimeout(0.01)
try: b.recv(1)
except socket.timeout as e: print(e)
a.close(); b.close()
#: not blocking
from gevent import socket
import errno
a, b = socket.socketpair(); b.setblocking(0)
try: b.recv(1)
except socket.error as e: print(e.errno in (errno.EAGAIN, errno.EWOULDBLOCK))
a.sendall(b'x'); import gevent; gevent.sleep(0.01); print(b.recv(1).decode()); a.close(); b.close()
#: refused
from gevent import socket
import errno
s = socket.socket(); s.bind(('127.0.0.1', 0)); p = s.getsockname()[1]; s.close()
try: socket.create_connection(('127.0.0.1', p))
except socket.error as e: print(e.errno == errno.ECONNREFUSED)
#: settimeout
from gevent import socket
s = socket.socket(); print(s.gettimeout()); s.settimeout(1.5); print(s.gettimeout()); s.setblocking(0); print(s.gettimeout()); s.setblocking(1); print(s.gettimeout())
try: s.settimeout(-1)
except ValueError as e: print(e)
s.close()
#: closed
from gevent import socket
import errno
s = socket.socket(); s.close(); print(s.fileno())
try: s.recv(1)
except socket.error as e: print(e.errno == errno.EBADF)
#: others run
import gevent
from gevent import socket
a, b = socket.socketpair(); n = []
g = gevent.spawn(b.recv, 1)
for i in range(3): n.append(g.ready()); gevent.sleep(0.001)
a.sendall(b'x'); print(n, g.get().decode()); a.close(); b.close()
#: kill of a reader
import gevent
from gevent import socket
a, b = socket.socketpair(); g = gevent.spawn(b.recv, 1); gevent.sleep(0); g.kill(); a.sendall(b'y'); print(b.recv(1).decode()); a.close(); b.close()
#: select
import gevent
from gevent import socket, select
a, b = socket.socketpair(); print(select.select([b], [], [], 0.01)); a.sendall(b'x'); r = select.select([b], [], [], 1); print(r[0] == [b]); print(select.select([], [a], [], 1)[1] == [a]); a.close(); b.close()
#: select negative
from gevent import select
try: select.select([], [], [], -1)
except ValueError as e: print(e)
#: poll
from gevent import socket, select
a, b = socket.socketpair(); p = select.poll(); p.register(b, select.POLLIN); print(p.poll(1)); a.sendall(b'x'); print([(fd == b.fileno(), ev == select.POLLIN) for fd, ev in p.poll(1000)])
p.unregister(b)
try: p.unregister(b)
except KeyError: print('KeyError')
a.close(); b.close()
#: wait_read
import gevent
from gevent import socket
a, b = socket.socketpair(); gevent.spawn_later(0.01, a.sendall, b'x'); socket.wait_read(b.fileno()); print(b.recv(1).decode())
try: socket.wait_read(b.fileno(), timeout=0.01)
except socket.timeout as e: print(e)
a.close(); b.close()
#: udp
from gevent import socket
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); a.bind(('127.0.0.1', 0)); b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b.sendto(b'ping', a.getsockname()); d, addr = a.recvfrom(100); print(d.decode(), addr[0]); a.sendto(b'pong', addr); print(b.recv(100).decode()); a.close(); b.close()
#: datagram server
from gevent import socket
from gevent.server import DatagramServer
class S(DatagramServer):
    def handle(self, data, address): self.socket.sendto(data[::-1], address)
s = S(('127.0.0.1', 0)); s.start(); c = socket.socket(type=socket.SOCK_DGRAM); c.sendto(b'abc', ('127.0.0.1', s.server_port)); print(c.recv(10).decode()); s.stop(); c.close()
#: pool of a server
import gevent
from gevent import socket
from gevent.server import StreamServer
most, now = [0], [0]
def h(s, a):
    now[0] += 1; most[0] = max(most[0], now[0]); gevent.sleep(0.005); now[0] -= 1
srv = StreamServer(('127.0.0.1', 0), h, spawn=2); srv.start()
def c(): s = socket.create_connection(('127.0.0.1', srv.server_port)); s.recv(1); s.close()
gevent.joinall([gevent.spawn(c) for i in range(6)]); print(most); srv.stop()
#: a handler that fails
import gevent
from gevent import socket
from gevent.server import StreamServer
def h(s, a): raise ValueError
srv = StreamServer(('127.0.0.1', 0), h); srv.start()
for i in range(2): s = socket.create_connection(('127.0.0.1', srv.server_port)); print(len(s.recv(1))); s.close()
srv.stop()
#: server without handle
from gevent.server import StreamServer
try: StreamServer(('127.0.0.1', 0)).start()
except TypeError as e: print(e)
#: server states
from gevent.server import StreamServer
s = StreamServer(('127.0.0.1', 0), print); print(s.started); s.start(); print(s.started, s.server_host, s.server_port > 0); s.stop(); print(s.started)
#: bad address
from gevent.server import StreamServer
try: StreamServer('x:y', print)
except ValueError as e: print('ValueError')
#: numeric lookup
from gevent import socket
print(socket.gethostbyname('127.0.0.1'), socket.getaddrinfo('127.0.0.1', 80, 0, socket.SOCK_STREAM)[0][4])
#: shutdown
from gevent import socket
a, b = socket.socketpair(); a.sendall(b'x'); a.shutdown(socket.SHUT_WR); print(b.recv(5).decode(), len(b.recv(5))); b.sendall(b'y'); print(a.recv(5).decode()); a.close(); b.close()
#: large data
import gevent
from gevent import socket
a, b = socket.socketpair(); g = gevent.spawn(a.sendall, b'z' * 1000000); n = 0
while n < 1000000: n += len(b.recv(65536))
g.join(); print(n); a.close(); b.close()
#: recv_into
from gevent import socket
a, b = socket.socketpair(); a.sendall(b'abc'); buf = bytearray(5); print(b.recv_into(buf), bytes(buf[:3]).decode()); a.close(); b.close()
#: a file outlives the close of its socket
from gevent import socket
a, b = socket.socketpair(); f = a.makefile('rb'); a.close(); b.sendall(b'x\n'); print(f.readline().decode().strip())
f.close(); print(len(b.recv(1))); b.close()
#: a socket is bound once
from gevent import socket
import errno
s = socket.socket(); s.bind(('127.0.0.1', 0))
try: s.bind(('127.0.0.1', 0))
except socket.error as e: print(e.errno == errno.EINVAL)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))
try: u.bind(('127.0.0.1', 0))
except socket.error as e: print(e.errno == errno.EINVAL)
s.close()
try: s.bind(('127.0.0.1', 0))
except socket.error as e: print(e.errno == errno.EBADF)
#: options are kept
from gevent import socket
s = socket.socket(); print(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print([s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)]); s.close()
#: sending that does not block
from gevent import socket
import errno
a, b = socket.socketpair(); a.setblocking(0); n = 0
try:
    while True: n += a.send(b'x' * 65536)
except socket.error as e: print(e.errno in (errno.EAGAIN, errno.EWOULDBLOCK), n > 0)
try: a.sendall(b'x' * 10000000)
except socket.error as e: print(e.errno in (errno.EAGAIN, errno.EWOULDBLOCK))
while n > 0: n -= len(b.recv(min(n, 65536)))
print(n); a.close(); b.close()
#: names of an address
from gevent import socket
print(socket.getfqdn('127.0.0.1') == socket.gethostbyaddr('127.0.0.1')[0], socket.gethostbyaddr('localhost')[2])
print(socket.getnameinfo(('127.0.0.1', 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
#: bytes of other types are sent
from gevent import socket
import array
a, b = socket.socketpair()
for data in (bytearray(b'ab'), memoryview(b'cd'), array.array('B', [101, 102])): a.sendall(data); print(b.recv(5).decode())
a.close(); b.close()
#: a port that is none
from gevent import socket
from gevent.server import StreamServer
for call in (lambda: socket.socket().bind(('127.0.0.1', 65536)), lambda: StreamServer(('127.0.0.1', 65536), id).start()):
    try: call()
    except OverflowError as e: print('port must be 0-65535' in str(e))
#: a server that is full
import gevent
from gevent import socket
from gevent.event import Event
from gevent.server import StreamServer
go = Event(); s = StreamServer(('127.0.0.1', 0), lambda c, a: (c.sendall(b'in'), go.wait()), spawn=1); s.start()
print(s.full()); c = socket.create_connection(s.address); c.recv(2); print(s.full()); go.set(); s.stop(); c.close(); print(s.full())
#: a duplicate of a socket
from gevent import socket
a, b = socket.socketpair(); c = a.dup(); a.close(); b.sendall(b'still'); print(c.recv(9).decode()); c.close(); print(len(b.recv(1))); b.close()
#: a socket that is closed while another greenlet reads
import gevent, errno
from gevent import socket
a, b = socket.socketpair(); g = gevent.spawn(a.recv, 1); gevent.sleep(0); a.close(); g.join()
print(type(g.exception).__name__, g.exception.errno == errno.EBADF, isinstance(g.exception, socket.cancel_wait_ex), g.exception); b.close()
#: options as bytes
from gevent import socket
import struct
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 2)); print(struct.unpack('ii', s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, struct.pack('i', 1)); print(s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), struct.unpack('i', s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 4)), s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) > 1000); s.close()
#: the default timeout
from gevent import socket
socket.setdefaulttimeout(3); print(socket.getdefaulttimeout(), socket.socket().gettimeout()); socket.setdefaulttimeout(None); print(socket.getdefaulttimeout())
try: socket.setdefaulttimeout(-1)
except ValueError as e: print(e)
#: how sockets print
from gevent import socket
import re
s = socket.socket(); print(re.sub('.*object, fd=[0-9]+', 'N', repr(s)).replace('family=AddressFamily.AF_INET', 'family=2'), '[closed]' in repr(s)); s.close(); print('[closed]' in repr(s))
#: a service without a port
from gevent import socket
try: socket.getaddrinfo('127.0.0.1', 'no-such-service')
except socket.gaierror as e: print(e.args[0])
#: families of servers, and how they print
import gevent, re
from gevent import socket
from gevent.server import StreamServer
from gevent.baseserver import parse_address
for a in (('', 80), ('h', 80), 80, ':80', 'h:80', '[::1]:80', '*:8'): print(a, parse_address(a)[0] == socket.AF_INET6, parse_address(a)[1])
def h(c, a): pass
def shown(s): return re.sub('fileno=[0-9]+|(?<=:)[0-9]{2,}|0x[0-9a-f]+L?', 'N', s)
s = StreamServer(('127.0.0.1', 0), h); print(s.family == socket.AF_INET, shown(repr(s))); s.start(); print(shown(str(s)), s.family == socket.AF_INET); s.stop()
class S(StreamServer):
    def handle(self, c, a): pass
print(shown(str(S(('127.0.0.1', 1)))))
#: an address in use is named
import sys
from gevent.server import StreamServer
a = StreamServer(('127.0.0.1', 0), print); a.start()
try: StreamServer(a.address, print).start()
except (OSError, IOError) as e: print(str(e).endswith(': %r' % (a.address,)) or sys.version_info[0] == 2)
a.stop()
#: the greenlet of a handler is named by it
import gevent
from gevent import socket
from gevent.server import StreamServer
r = []
def h(c, a): r.append(repr(gevent.getcurrent()).split(': ')[1][:39])
s = StreamServer(('127.0.0.1', 0), h); s.start(); c = socket.create_connection(s.address); c.recv(1); print(r); c.close(); s.stop()
