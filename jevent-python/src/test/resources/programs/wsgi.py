# WSGI.
#: hello
import gevent
from gevent import pywsgi, socket
def get(app, path='/', more='', body=b'', **kw):
    srv = pywsgi.WSGIServer(('127.0.0.1', 0), app, log=None, **kw); srv.start()
    s = socket.create_connection(('127.0.0.1', srv.server_port))
    s.sendall(('%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n' % ('POST' if body else 'GET', path, more)).encode() + body)
    d = b''
    while True:
        x = s.recv(65536)
        if not x: break
        d += x
    srv.stop(); return str(d.decode('latin-1'))
import sys, types; m = types.ModuleType('wsgi_get'); m.get = get; sys.modules['wsgi_get'] = m
def app(env, start): start('200 OK', [('Content-Type', 'text/plain')]); return [b'hello']
r = get(app); print(r.split('\r\n')[0], r.split('\r\n\r\n')[1], 'Content-Length: 5' in r)
#: chunks
from wsgi_get import get
def app(env, start):
    start('200 OK', []); yield b'a'; yield b''; yield b'bc'
r = get(app); print('Transfer-Encoding: chunked' in r, repr(str(r.split('\r\n\r\n', 1)[1])))
#: not found
from wsgi_get import get
def app(env, start): start('404 Not Found', []); return [b'no']
print(get(app).split('\r\n')[0])
#: environ
from wsgi_get import get
def app(env, start):
    start('200 OK', [])
    names = ['REQUEST_METHOD', 'PATH_INFO', 'QUERY_STRING', 'SERVER_PROTOCOL', 'HTTP_HOST', 'HTTP_X_A', 'SCRIPT_NAME', 'wsgi.url_scheme', 'wsgi.version', 'wsgi.multithread']
    return [('%s=%s\n' % (n, env.get(n))).encode() for n in names]
print(get(app, '/a%20b?x=1&y=2', 'X-A: v\r\n').split('\r\n\r\n', 1)[1])
#: environ is a dict
from wsgi_get import get
def app(env, start): start('200 OK', []); return [str(type(env) is dict).encode()]
print(get(app).split('\r\n\r\n')[1])
#: body
from wsgi_get import get
def app(env, start): start('200 OK', []); return [env['wsgi.input'].read()[::-1], env['CONTENT_LENGTH'].encode()]
print(get(app, '/', 'Content-Length: 3\r\n', b'abc').split('\r\n\r\n')[1])
#: lines of a body
from wsgi_get import get
def app(env, start):
    start('200 OK', []); i = env['wsgi.input']
    return [i.readline(), b'|', i.read(2), b'|', b''.join(i)]
print(repr(str(get(app, '/', 'Content-Length: 11\r\n', b'one\ntwo\nxyz').split('\r\n\r\n')[1])))
#: chunked request
from wsgi_get import get
def app(env, start): start('200 OK', []); return [env['wsgi.input'].read()]
print(get(app, '/', 'Transfer-Encoding: chunked\r\n', b'3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n').split('\r\n\r\n')[1])
#: write
from wsgi_get import get
def app(env, start): w = start('200 OK', []); w(b'one'); return [b'two']
r = get(app); print('one' in r, 'two' in r)
#: application fails
from wsgi_get import get
def app(env, start): raise ValueError
print(get(app).split('\r\n')[0])
#: no start_response
from wsgi_get import get
print(get(lambda env, start: [b'x']).split('\r\n')[0])
#: close is called
from wsgi_get import get
class R(object):
    def __iter__(self): return iter([b'x'])
    def close(self): print('closed')
def app(env, start): start('200 OK', []); return R()
print(get(app).split('\r\n')[0])
#: exc_info
from wsgi_get import get
import sys
def app(env, start):
    start('200 OK', [])
    try: 1 / 0
    except ZeroDivisionError: start('500 Oops', [], sys.exc_info())
    return [b'e']
print(get(app).split('\r\n')[0])
#: 204
from wsgi_get import get
def app(env, start): start('204 No Content', []); return []
r = get(app); print(r.split('\r\n')[0], repr(str(r.split('\r\n\r\n')[1])))
#: header order
from wsgi_get import get
def app(env, start): start('200 OK', [('X-B', '1'), ('X-A', '2')]); return [b'']
r = get(app); print(r.index('X-B') < r.index('X-A'), 'Date:' in r)
#: extra environ
from wsgi_get import get
def app(env, start): start('200 OK', []); return [env['my'].encode()]
print(get(app, environ={'my': 'var'}).split('\r\n\r\n')[1])
#: keep alive
from gevent import pywsgi, socket
def app(env, start): start('200 OK', []); return [env['PATH_INFO'].encode()]
srv = pywsgi.WSGIServer(('127.0.0.1', 0), app, log=None); srv.start(); s = socket.create_connection(('127.0.0.1', srv.server_port)); f = s.makefile('rb')
for p in ('/1', '/2'):
    s.sendall(('GET %s HTTP/1.1\r\nHost: x\r\n\r\n' % p).encode())
    while f.readline().strip(): pass
    print(f.read(2).decode())
s.close(); srv.stop()
#: access log
from gevent import pywsgi, socket
class Log(object):
    def write(self, t): print(t.split('"')[1], t.split('"')[2].split()[:1])
def app(env, start): start('200 OK', []); return [b'four']
srv = pywsgi.WSGIServer(('127.0.0.1', 0), app, log=Log()); srv.start(); s = socket.create_connection(('127.0.0.1', srv.server_port)); s.sendall(b'GET /x?y=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
n = b''
while True:
    d = s.recv(1000)
    if not d: break
    n += d
srv.stop(); print(n.endswith(b'four'))
#: validator
from wsgi_get import get
from wsgiref.validate import validator
def app(env, start): start('200 OK', [('Content-Type', 'text/plain')]); return [b'valid']
print(get(validator(app)).split('\r\n\r\n')[1])
#: start_response twice
from wsgi_get import get
def app(env, start): start('200 OK', [('A', 'b')]); start('404 Not Found', [('C', 'd')]); return [b'second']
r = get(app); print(r.split('\r\n')[0], 'A: b' in r, 'C: d' in r)
#: a status without words
from wsgi_get import get
def app(env, start): start('200', []); return [b'x']
print(get(app).split('\r\n')[0].strip(), get(app)[-1])
#: what a failure shows of its environ
import re
from gevent.pywsgi import SecureEnviron, WSGISecureEnviron
print(WSGISecureEnviron({'REMOTE_ADDR': 'a', 'HTTP_HOST': 'h', 'HTTP_COOKIE': 'secret'}), re.sub('(?<=at )[0-9]+', 'N', repr(SecureEnviron({'HTTP_COOKIE': 'secret'}))))
#: the log of failures and of quoted paths
from gevent import pywsgi, socket
class Log(object):
    def write(self, text): print(text.split('"')[1], text.split('"')[2].split()[0])
def app(env, start):
    start('200 OK', []); raise ValueError if env['PATH_INFO'] == '/' else 0
def good(env, start): start('404 Not Found', []); return [b'x']
for a, path in ((app, '/'), (good, '/a%20b%C3%A9?q=1%202')):
    srv = pywsgi.WSGIServer(('127.0.0.1', 0), a, log=Log()); srv.start(); s = socket.create_connection(('127.0.0.1', srv.server_port)); s.sendall(('GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' % path).encode())
    while s.recv(1000): pass
    srv.stop()
