# TLS. The certificates stand in the folder tls: server.pem and client.pem are issued by ca.pem.
#: setup
import gevent, os, sys, types
from gevent import socket, ssl
folder = os.path.join(os.path.dirname(sys.argv[1]), 'tls')
def pem(name): return os.path.join(folder, name)
def server(**kw):
    c = ssl.SSLContext(kw.pop('protocol', ssl.PROTOCOL_TLS)); c.load_cert_chain(pem(kw.pop('cert', 'server.pem')), pem(kw.pop('key', 'server.key')))
    for k, v in kw.items(): setattr(c, k, v)
    return c
def client(trust=True, **kw):
    c = ssl.SSLContext(ssl.PROTOCOL_TLS)
    if trust: c.load_verify_locations(pem('ca.pem'))
    c.verify_mode = ssl.CERT_REQUIRED
    for k, v in kw.items(): setattr(c, k, v)
    return c
class Failed(object):
    def __init__(self, e): self.e = e
def talk(server_context, client_context, serve=lambda s: s.sendall(b'hello'), name='localhost', use=lambda s: s.recv(10)):
    """A handshake of both, then serve(server side) and use(client side); prints what use returns, or names the errors."""
    l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1)
    def side(make, then):
        try: s = make()
        except (ssl.SSLError, socket.error) as e: return Failed(e)
        try: return then(s)
        except (ssl.SSLError, socket.error) as e: return Failed(e)
        finally: s.close()
    def accept():
        c, _ = l.accept(); return server_context.wrap_socket(c, server_side=True)
    def connect():
        c = socket.create_connection(l.getsockname())
        return client_context.wrap_socket(c, server_hostname=name)
    g = gevent.spawn(side, accept, serve); r = side(connect, use); g.join(); l.close()
    return r, g.value
def why(r):
    e = r.e; return type(e).__name__, getattr(e, 'reason', None), getattr(e, 'verify_code', None)
m = types.ModuleType('tls_talk')
for f in (pem, server, client, talk, Failed, why): setattr(m, f.__name__, f)
sys.modules['tls_talk'] = m
#: hello
from tls_talk import *
print(talk(server(), client())[0] == b'hello')
#: both ways
from tls_talk import *
def serve(s):
    d = b''
    while len(d) < 100000: d += s.recv(65536)
    s.sendall(d[::-1])
def use(s):
    s.sendall(b'a' * 99999 + b'b'); d = b''
    while len(d) < 100000: d += s.recv(65536)
    return d[:2], len(d)
print(talk(server(), client(), serve, use=use)[0] == (b'ba', 100000))
#: name is checked
from tls_talk import *
print(talk(server(), client(check_hostname=True))[0] == b'hello')
#: wrong name
from tls_talk import *
r, s = talk(server(), client(check_hostname=True), name='other.org'); print(why(r))
#: wrong name without check
from tls_talk import *
print(talk(server(), client(check_hostname=False), name='other.org')[0] == b'hello')
#: name by wildcard
from tls_talk import *
print(talk(server(), client(check_hostname=True), name='www.example.org')[0] == b'hello')
#: name is an address
from tls_talk import *
print(talk(server(), client(check_hostname=True), name='127.0.0.1')[0] == b'hello')
#: check needs a name
from tls_talk import *
from gevent import socket
try: client(check_hostname=True).wrap_socket(socket.socket())
except ValueError as e: print(e)
#: not trusted
from tls_talk import *
r, s = talk(server(), client(trust=False)); print(why(r)); print(type(s) is Failed)
#: expired
from tls_talk import *
r, s = talk(server(cert='expired.pem', key='expired.key'), client()); print(why(r))
#: not verified
from tls_talk import *
from gevent import ssl
r, s = talk(server(cert='expired.pem', key='expired.key'), client(trust=False, verify_mode=ssl.CERT_NONE), use=lambda s: (s.recv(9), s.getpeercert()))
print(r == (b'hello', {}))
#: trust by data
from tls_talk import *
from gevent import ssl
c = client(trust=False); c.load_verify_locations(cadata=open(pem('ca.pem')).read()); print(talk(server(), c)[0] == b'hello')
d = client(trust=False); d.load_verify_locations(cadata=ssl.PEM_cert_to_DER_cert(open(pem('ca.pem')).read())); print(talk(server(), d)[0] == b'hello')
#: certificate of the server
from tls_talk import *
r, s = talk(server(), client(), use=lambda s: s.getpeercert())
for k in sorted(r): print(k, r[k])
#: certificate in DER
from tls_talk import *
from gevent import ssl
r, s = talk(server(), client(), use=lambda s: s.getpeercert(True)); print(ssl.DER_cert_to_PEM_cert(r).split() == open(pem('server.pem')).read().split())
#: client shows a certificate
from tls_talk import *
from gevent import ssl
sc = server(verify_mode=ssl.CERT_REQUIRED); sc.load_verify_locations(pem('ca.pem')); cc = client(); cc.load_cert_chain(pem('client.pem'), pem('client.key'))
r, s = talk(sc, cc, lambda s: (s.sendall(b'x'), s.getpeercert())[1]); print(r == b'x', s['subject'], s['subjectAltName'])
#: client must show a certificate
from tls_talk import *
from gevent import ssl
sc = server(verify_mode=ssl.CERT_REQUIRED); sc.load_verify_locations(pem('ca.pem'))
r, s = talk(sc, client()); print(why(s)); print(why(r))
#: client may show a certificate
from tls_talk import *
from gevent import ssl
sc = server(verify_mode=ssl.CERT_OPTIONAL); sc.load_verify_locations(pem('ca.pem'))
r, s = talk(sc, client(), lambda s: (s.sendall(b'x'), s.getpeercert())[1]); print(r == b'x', s)
#: versions
from tls_talk import *
from gevent import ssl
both = lambda s: (s.version(), s.cipher()[1:], s.compression())
print(talk(server(), client(), use=both)[0])
#: options exclude a version
from tls_talk import *
from gevent import ssl
c = client(); c.options |= 0x20000000; r = talk(server(), c, use=lambda s: (s.version(), s.cipher()[0].split('-')[:2]))[0]; print(r)
d = server(); d.options |= 0x08000000; r, s = talk(d, c); print(why(r)[0], type(s) is Failed)
#: ciphers
from tls_talk import *
c = client(); c.options |= 0x20000000; c.set_ciphers('ECDHE-ECDSA-AES128-GCM-SHA256'); print(talk(server(), c, use=lambda s: s.cipher())[0])
#: no such cipher
from tls_talk import *
from gevent import ssl
try: client().set_ciphers('NO-SUCH')
except ssl.SSLError as e: print(e.args[0])
#: application protocols
from tls_talk import *
s = server(); s.set_alpn_protocols(['h2', 'http/1.1']); c = client(); c.set_alpn_protocols(['http/1.1', 'other']); print(talk(s, c, use=lambda s: s.selected_alpn_protocol())[0])
print(talk(server(), c, use=lambda s: s.selected_alpn_protocol())[0])
#: peer without TLS
from tls_talk import *
import gevent
from gevent import socket
a, b = socket.socketpair(); a.sendall(b'HTTP/1.1 400 Bad Request\r\n\r\n')
from gevent import ssl
try: client().wrap_socket(b, server_hostname='localhost')
except ssl.SSLError as e: print(type(e).__name__, e.reason)
a.close()
#: peer goes away
from tls_talk import *
from gevent import socket, ssl
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1)
import gevent
g = gevent.spawn(lambda: l.accept()[0].close())
try: client().wrap_socket(socket.create_connection(l.getsockname()), server_hostname='localhost')
except (ssl.SSLError, socket.error) as e: print(type(e).__name__ in ('SSLEOFError', 'ConnectionResetError', 'error'))
l.close()
#: handshake has a limit
from tls_talk import *
from gevent import socket
a, b = socket.socketpair(); b.settimeout(0.01)
try: client().wrap_socket(b, server_hostname='localhost')
except socket.timeout as e: print(e)
#: reading has a limit
from tls_talk import *
from gevent import socket
def use(s):
    s.settimeout(0.01)
    try: s.recv(1)
    except socket.timeout as e: return str(e)
    finally: s.settimeout(None); s.sendall(b'x')
print(talk(server(), client(), serve=lambda s: s.recv(1), use=use)[0])
#: end of the other side
from tls_talk import *
print(talk(server(), client(), serve=lambda s: s.close(), use=lambda s: s.recv(5) == b'')[0])
#: unwrap ends
from tls_talk import *
def serve(s): d = s.recv(5); s.unwrap(); return d
def use(s): s.sendall(b'abc'); return s.recv(5)
r, s = talk(server(), client(), serve, use=use); print(r == b'', s == b'abc')
#: read and write
from tls_talk import *
def serve(s): return s.write(b'12345')
def use(s): b = bytearray(3); n = s.read(3, b); return bytes(b) == b'123', n, s.read() == b'45', s.pending()
print(talk(server(), client(), serve, use=use))
#: recv_into and makefile
from tls_talk import *
def serve(s): s.sendall(b'12line\n')
def use(s): b = bytearray(2); n = s.recv_into(b); f = s.makefile('rb'); return n, bytes(b) == b'12', f.readline() == b'line\n'
print(talk(server(), client(), serve, use=use)[0])
#: not with TLS
from tls_talk import *
def use(s):
    found = []
    for call in (lambda: s.recvfrom(1), lambda: s.sendto(b'x', ('127.0.0.1', 1)), lambda: s.recv(1, 2), lambda: s.send(b'x', 1), lambda: s.dup()):
        try: call(); found.append(None)
        except (ValueError, NotImplementedError) as e: found.append(type(e).__name__)
    return found
print(talk(server(), client(), use=use)[0])
#: the socket is taken over
from tls_talk import *
from gevent import socket
import gevent
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1)
g = gevent.spawn(lambda: server().wrap_socket(l.accept()[0], server_side=True).sendall(b'x'))
plain = socket.create_connection(l.getsockname()); plain.settimeout(5); s = client().wrap_socket(plain, server_hostname='localhost')
print(plain.fileno(), s.gettimeout(), s.getpeername() == l.getsockname(), s.recv(1) == b'x', s.server_hostname, s.server_side, isinstance(s, socket.socket)); s.close(); l.close()
#: connect a wrapped socket
from tls_talk import *
from gevent import socket, ssl
import gevent
l = server().wrap_socket(socket.socket(), server_side=True); l.bind(('127.0.0.1', 0)); l.listen(1)
def serve(): s, a = l.accept(); s.sendall(b'x' + str(type(s) is ssl.SSLSocket).encode()); s.close()
g = gevent.spawn(serve); c = client(check_hostname=True).wrap_socket(socket.socket(), server_hostname='localhost'); print(c.version())
c.connect(l.getsockname()); print(c.recv(9) == b'xTrue', c.version() is not None)
try: c.connect(l.getsockname())
except ValueError as e: print(e)
c.close(); l.close()
#: handshake later
from tls_talk import *
from gevent import socket
import gevent
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1)
g = gevent.spawn(lambda: server().wrap_socket(l.accept()[0], server_side=True).sendall(b'x'))
c = client().wrap_socket(socket.create_connection(l.getsockname()), do_handshake_on_connect=False)
c.do_handshake(); print(c.version() is not None, c.recv(1) == b'x'); c.close(); l.close()
#: wrap_socket of the module
from tls_talk import *
from gevent import socket, ssl
import gevent
l = socket.socket(); l.bind(('127.0.0.1', 0)); l.listen(1)
g = gevent.spawn(lambda: ssl.wrap_socket(l.accept()[0], pem('server.key'), pem('server.pem'), True).sendall(b'x'))
c = ssl.wrap_socket(socket.create_connection(l.getsockname()), cert_reqs=ssl.CERT_REQUIRED, ca_certs=pem('ca.pem')); print(c.recv(1) == b'x', c.getpeercert()['serialNumber']); c.close(); l.close()
#: wrap_socket needs a certificate
from gevent import socket, ssl
for kw in (dict(server_side=True), dict(keyfile='x')):
    try: ssl.wrap_socket(socket.socket(), **kw)
    except ValueError as e: print(e)
#: datagrams have no TLS
from tls_talk import *
from gevent import socket
try: client().wrap_socket(socket.socket(type=socket.SOCK_DGRAM))
except NotImplementedError as e: print(e)
#: server has no name
from tls_talk import *
from gevent import socket
try: server().wrap_socket(socket.socket(), server_side=True, server_hostname='x')
except ValueError as e: print(e)
#: kinds of contexts
from gevent import socket, ssl
c = ssl.SSLContext(16); s = ssl.SSLContext(17)
for x in (c, s): print(int(x.verify_mode), x.check_hostname, int(x.protocol))
for x, side in ((c, True), (s, False)):
    try: x.check_hostname = False; x.wrap_socket(socket.socketpair()[0], server_side=side)
    except ssl.SSLError as e: print(str(e.args[1]).split(' (')[0])
#: verify_mode and check_hostname
from gevent import ssl
c = ssl.SSLContext(ssl.PROTOCOL_TLS); print(int(c.verify_mode), c.check_hostname); c.check_hostname = True; print(int(c.verify_mode))
try: c.verify_mode = ssl.CERT_NONE
except ValueError as e: print(e)
c.check_hostname = False; c.verify_mode = ssl.CERT_NONE; print(int(c.verify_mode))
try: c.verify_mode = 7
except ValueError as e: print('ValueError')
#: files that are wrong
from tls_talk import *
from gevent import ssl
def attempt(f, *a, **kw):
    try: f(*a, **kw); print('ok')
    except ssl.SSLError as e: print('SSLError')
    except TypeError as e: print('TypeError')
    except ValueError as e: print('ValueError')
    except (IOError, OSError) as e: print(e.errno)
c = ssl.SSLContext(ssl.PROTOCOL_TLS)
attempt(c.load_cert_chain, pem('absent.pem')); attempt(c.load_cert_chain, pem('server.pem'), pem('client.key')); attempt(c.load_cert_chain, pem('server.pem'))
attempt(c.load_cert_chain, pem('server-both.pem')); attempt(c.load_cert_chain, pem('server.pem'), pem('server-encrypted.key'), 'secret')
attempt(c.load_cert_chain, pem('server.pem'), pem('server-encrypted.key'), lambda: b'secret'); attempt(c.load_cert_chain, pem('server.pem'), pem('server-encrypted.key'), 'wrong')
attempt(c.load_verify_locations, pem('absent.pem')); attempt(c.load_verify_locations, pem('server.key')); attempt(c.load_verify_locations); attempt(c.load_verify_locations, cadata='')
attempt(c.load_verify_locations, cadata='text'); attempt(c.load_cert_chain, None)
#: authorities
from tls_talk import *
from gevent import ssl
c = ssl.SSLContext(ssl.PROTOCOL_TLS); print(c.get_ca_certs()); c.load_verify_locations(pem('ca.pem')); c.load_verify_locations(pem('ca.pem'))
print([x['subject'] for x in c.get_ca_certs()], sorted(c.cert_store_stats().items()))
#: stream server with certfile
from tls_talk import *
from gevent import socket
from gevent.server import StreamServer
def handle(s, a): s.sendall(b'served')
srv = StreamServer(('127.0.0.1', 0), handle, certfile=pem('server.pem'), keyfile=pem('server.key')); srv.start()
c = client().wrap_socket(socket.create_connection(('127.0.0.1', srv.server_port)), server_hostname='localhost'); print(c.recv(10) == b'served', srv.ssl_enabled); c.close(); srv.stop()
#: stream server with a context
from tls_talk import *
from gevent import socket
from gevent.server import StreamServer
srv = StreamServer(('127.0.0.1', 0), lambda s, a: s.sendall(b'served'), ssl_context=server()); srv.start()
c = client().wrap_socket(socket.create_connection(('127.0.0.1', srv.server_port)), server_hostname='localhost'); print(c.recv(10) == b'served'); c.close(); srv.stop()
#: https
from tls_talk import *
from gevent import pywsgi, socket
def app(env, start): start('200 OK', []); return [env['wsgi.url_scheme'].encode()]
srv = pywsgi.WSGIServer(('127.0.0.1', 0), app, log=None, certfile=pem('server.pem'), keyfile=pem('server.key')); srv.start()
c = client().wrap_socket(socket.create_connection(('127.0.0.1', srv.server_port)), server_hostname='localhost')
c.sendall(b'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'); d = b''
while True:
    x = c.recv(1000)
    if not x: break
    d += x
print(d.split(b'\r\n')[0].decode(), d.split(b'\r\n\r\n')[1].decode()); c.close(); srv.stop()
#: certificate of a server
from tls_talk import *
from gevent import ssl
from gevent.server import StreamServer
srv = StreamServer(('127.0.0.1', 0), lambda s, a: None, ssl_context=server()); srv.start()
print(ssl.get_server_certificate(('127.0.0.1', srv.server_port)).split() == open(pem('server.pem')).read().split()); srv.stop()
#: names
from gevent import ssl
print([n for n in ('SSLContext', 'SSLSocket', 'wrap_socket', 'SSLError', 'CERT_OPTIONAL', 'get_server_certificate', 'create_default_context', 'DER_cert_to_PEM_cert', 'OP_NO_SSLv3') if not hasattr(ssl, n)])
