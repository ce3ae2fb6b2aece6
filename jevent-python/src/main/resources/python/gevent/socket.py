# SPDX-License-Identifier: Apache-2.0
"""Cooperative sockets, on those of jevent."""
from __future__ import absolute_import
import errno
import socket as _socket
import struct

import _jevent
from gevent._kernel import kernel, tobytes, seconds, text, PY2
from gevent.hub import get_hub

for _name in dir(_socket):
    if not _name.startswith('__'):
        globals().setdefault(_name, getattr(_socket, _name))

_sockets = _jevent.sockets
_selection = _jevent.selection
error = _socket.error
timeout = _socket.timeout
gaierror = _socket.gaierror
herror = getattr(_socket, 'herror', error)
AF_INET = getattr(_socket, 'AF_INET', 2)
SOCK_STREAM = getattr(_socket, 'SOCK_STREAM', 1)
SOCK_DGRAM = getattr(_socket, 'SOCK_DGRAM', 2)
# what the module of an engine may lack
_CONSTANTS = {'AF_UNIX': 1, 'MSG_PEEK': 2, 'MSG_DONTWAIT': 0x40, 'MSG_WAITALL': 0x100, 'MSG_NOSIGNAL': 0x4000,
              'SOCK_RAW': 3, 'SOCK_NONBLOCK': 0x800, 'SOCK_CLOEXEC': 0x80000, 'NI_MAXHOST': 1025, 'NI_MAXSERV': 32}
for _name in _CONSTANTS:
    globals().setdefault(_name, _CONSTANTS[_name])
_UNSET = getattr(_socket, '_GLOBAL_DEFAULT_TIMEOUT', object())
_GLOBAL_DEFAULT_TIMEOUT = _UNSET
_default = [None]


class cancel_wait_ex(error):
    """The socket was closed while this greenlet waited for it."""

    def __init__(self):
        error.__init__(self, errno.EBADF, 'File descriptor was closed in another greenlet')


__all__ = ['socket', 'SocketType', 'create_connection', 'socketpair', 'fromfd', 'getaddrinfo', 'gethostbyname',
           'gethostbyname_ex', 'gethostbyaddr', 'getnameinfo', 'getfqdn', 'wait_read', 'wait_write', 'wait_readwrite',
           'wait', 'cancel_wait', 'error', 'timeout', 'gaierror', 'AF_INET', 'SOCK_STREAM', 'SOCK_DGRAM']

_OPTIONS = {}
for _name in ('TCP_NODELAY', 'SO_KEEPALIVE', 'SO_RCVBUF', 'SO_SNDBUF', 'SO_BROADCAST'):
    if hasattr(_socket, _name):
        _OPTIONS[(getattr(_socket, 'IPPROTO_TCP', 6) if _name.startswith('TCP') else getattr(_socket, 'SOL_SOCKET', 1),
                  getattr(_socket, _name))] = _name


_INITIAL = {'SO_RCVBUF': 131072, 'SO_SNDBUF': 16384}     # of a socket that is not connected


def getdefaulttimeout():
    return _default[0]


def setdefaulttimeout(value):
    if value is not None:
        value = float(value)
        if value < 0.0:
            raise ValueError('Timeout value out of range')
    _default[0] = value


def _would_block():
    if PY2:
        return error(errno.EAGAIN, 'Resource temporarily unavailable')
    return BlockingIOError(errno.EAGAIN, 'Resource temporarily unavailable')


def _host_and_port(address):
    if isinstance(address, (str, bytes)) or PY2 and isinstance(address, unicode):  # noqa: F821
        return address if not isinstance(address, bytes) or PY2 else address.decode(), -1
    host, port = address[0], address[1]
    if isinstance(host, bytes) and not PY2:
        host = host.decode()
    if not 0 <= port <= 65535:
        raise OverflowError('port must be 0-65535.')
    return host, int(port)


def _bytes(data):
    if type(data) is bytes:
        return data
    if PY2 and hasattr(data, 'tobytes'):    # a memoryview, whose text is no copy of it there
        return data.tobytes()
    if PY2 and hasattr(data, 'tostring'):
        return data.tostring()
    return bytes(data)


class socket(object):
    """A socket whose calls let other greenlets run."""

    _java = None
    _bound = None
    _number = None
    _closed = False
    _files = 0
    _ahead = b''
    _nonblocking = False
    _shares = None      # how many sockets have the same Java socket, in a list that they share

    def __init__(self, family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None, _java=None):
        self.family = AF_INET if family in (-1, 0) else family
        self.type = SOCK_STREAM if type in (-1, 0) else type & 0xf
        self.proto = max(proto, 0)
        self._options = []
        self._values = {}
        self.timeout = _default[0]
        if _java is not None:
            self._set(_java)

    @classmethod
    def of(cls, java):
        """Makes a socket of one of Java's."""
        return cls(_java=java)

    @property
    def java(self):
        """The Java socket; None before it is bound or connected."""
        return self._java

    def _set(self, java):
        self._java = java
        if self._number is not None:
            _selection.replace(self._number, java)
        for name, value in self._options:
            _sockets.setOption(java, name, value)

    def _take(self, other):
        """Becomes what another socket was, which ends as after detach()."""
        for name in ('family', 'type', 'proto', 'timeout', '_options', '_values', '_java', '_bound', '_number', '_ahead'):
            setattr(self, name, getattr(other, name))
        other._closed = True
        other._java = other._number = None

    def _is_connected(self):
        return self._java is not None and self._bound is None

    @property
    def hub(self):
        return get_hub()

    @property
    def closed(self):
        return self._closed

    def _open(self):
        if self._closed and self._files <= 0:
            raise error(errno.EBADF, 'Bad file descriptor')
        if self._java is None:
            if self.type == SOCK_DGRAM:
                self._set(_sockets.bindUdp('', 0))
                return self._java
            raise error(errno.ENOTCONN, 'Transport endpoint is not connected')
        return self._java

    def fileno(self):
        if self._closed:
            return -1
        if self._number is None:
            if self._java is None:
                if self.type == SOCK_DGRAM:
                    self._open()
                else:
                    return 0x7ffffff0
            self._number = int(_selection.register(self._java))
        return self._number

    # ---- limits of time

    def settimeout(self, value):
        if value is not None:
            try:
                value = float(value)
            except (TypeError, ValueError):
                raise TypeError('a float is required')
            if value < 0.0:
                raise ValueError('Timeout value out of range')
        self.timeout = value

    def gettimeout(self):
        return self.timeout

    def setblocking(self, flag):
        self.timeout = None if flag else 0.0

    def getblocking(self):
        return self.timeout != 0.0

    # ---- opening

    def bind(self, address):
        if self._closed:
            raise error(errno.EBADF, 'Bad file descriptor')
        if self._java is not None or self._bound is not None:
            raise error(errno.EINVAL, 'Invalid argument')
        if self.type == SOCK_DGRAM:
            host, port = _host_and_port(address)
            self._set(_sockets.bindUdp(host, port))
        else:
            host, port = _host_and_port(address)
            if port >= 0:
                self._set(_sockets.listen(host, port, 128))
            self._bound = address

    def listen(self, backlog=128):
        if self._java is None:
            self._bound = self._bound or ('', 0)
            host, port = _host_and_port(self._bound)
            self._set(_sockets.listen(host, port, int(backlog)))

    def accept(self):
        if self.timeout == 0.0 and not self._ready(False):
            raise _would_block()
        new = type(self)._made(self, _sockets.accept(self._open(), seconds(self.timeout)))
        return new, new._peer()

    @staticmethod
    def _made(self, java):
        return socket(self.family, self.type, self.proto, _java=java)

    def connect(self, address):
        if self._closed:
            raise error(errno.EBADF, 'Bad file descriptor')
        host, port = _host_and_port(address)
        if self.type == SOCK_DGRAM:
            self._peer_address = (host, port)
            return
        if self._java is not None and self._bound is None:
            raise error(errno.EISCONN, 'Transport endpoint is already connected')
        local, local_port = (None, 0)
        if self._bound is not None:
            local, local_port = _host_and_port(self._bound)
            if self._java is not None:
                _sockets.close(self._java)
            self._bound = None
        self._set(_sockets.connect(host, port, local, local_port, seconds(self.timeout or None)))

    def connect_ex(self, address):
        try:
            self.connect(address)
            return 0
        except timeout:
            return errno.EAGAIN
        except gaierror:
            raise
        except error as e:
            return e.errno or errno.ECONNREFUSED

    _peer_address = None

    # ---- names and options

    def _name(self, remote):
        pair = [text(t) for t in _sockets.name(self._open(), remote)]
        if len(pair) < 2:
            return ''
        if pair[1] == '-1':
            return pair[0]
        if ':' in pair[0]:
            return (pair[0], int(pair[1]), 0, 0)
        return (pair[0], int(pair[1]))

    def getsockname(self):
        if self._java is None and not self._closed:
            return self._bound or ('0.0.0.0', 0)
        return self._name(False)

    def getpeername(self):
        if self._peer_address is not None:
            return self._peer_address
        return self._name(True)

    def _peer(self):
        try:
            return self._name(True)
        except error:
            return ('', 0)

    def setsockopt(self, level, option, value):
        name = _OPTIONS.get((level, option))
        self._values[level, option] = value = int(value) if hasattr(value, '__index__') else bytes(value or b'')
        if name is not None and isinstance(value, int):
            self._options.append((name, int(value)))
            if self._java is not None:
                _sockets.setOption(self._java, name, int(value))

    def getsockopt(self, level, option, buflen=0):
        value = self._option(level, option)
        if not buflen:
            return value if isinstance(value, int) else struct.unpack('i', value[:4].ljust(4, b'\0'))[0]
        return (struct.pack('i', value) if isinstance(value, int) else value)[:buflen].ljust(
            buflen if isinstance(value, bytes) or (level, option) == (SOL_SOCKET, SO_LINGER) else 4, b'\0')

    def _option(self, level, option):
        if option == getattr(_socket, 'SO_ERROR', 4):
            return 0
        if option == getattr(_socket, 'SO_TYPE', 3):
            return self.type
        name = _OPTIONS.get((level, option))
        if name is None or self._java is None:
            return self._values.get((level, option), _INITIAL.get(name, 0))
        return max(int(_sockets.option(self._java, name)), 0)

    # ---- data

    def _ready(self, write):
        return bool(getattr(_selection, 'await')(self.fileno(), write, 0.0))

    def recv(self, size, flags=0):
        java = self._open()
        if self.type == SOCK_DGRAM:
            return self.recvfrom(size, flags)[0]
        if self._ahead:
            data = self._ahead[:size]
            if not flags & MSG_PEEK:
                self._ahead = self._ahead[size:]
            return data
        if size <= 0:
            return b''
        if self.timeout == 0.0 and not self._ready(False):
            raise _would_block()
        data = tobytes(_sockets.recv(java, int(size), seconds(self.timeout or None)))
        if flags & MSG_PEEK:
            self._ahead = data
        return data

    def recv_into(self, buffer, size=0, flags=0):
        view = buffer if isinstance(buffer, bytearray) else memoryview(buffer)
        if not PY2 and not isinstance(buffer, bytearray):
            view = view.cast('B')
        data = self.recv(size or len(view), flags)
        if PY2 and not isinstance(buffer, bytearray):
            import array
            if isinstance(buffer, array.array):
                buffer[:len(data)] = array.array(buffer.typecode, data)
                return len(data)
        view[:len(data)] = data
        return len(data)

    def recvfrom(self, size, flags=0):
        if self.type != SOCK_DGRAM:
            return self.recv(size, flags), None
        java = self._open()
        if self.timeout == 0.0 and not self._ready(False):
            raise _would_block()
        data, host, port = _sockets.receive(java, seconds(self.timeout or None))
        return tobytes(data)[:size], (text(host), int(port))

    def recvfrom_into(self, buffer, size=0, flags=0):
        data, address = self.recvfrom(size or len(buffer), flags)
        buffer[:len(data)] = data
        return len(data), address

    def sendall(self, data, flags=0):
        java = self._open()
        if self.type == SOCK_DGRAM:
            self.send(data)
            return
        data = _bytes(data)
        if self.timeout == 0.0:
            if self._send_at_once(data) < len(data):
                raise _would_block()
        elif data:
            _sockets.send(java, data, seconds(self.timeout))

    def send(self, data, flags=0):
        if self.type == SOCK_DGRAM:
            return self.sendto(data, self._peer_address)
        data = _bytes(data)
        if self.timeout == 0.0:
            return self._send_at_once(data)
        self.sendall(data)
        return len(data)

    def _send_at_once(self, data):
        sent = int(_sockets.trySend(self._open(), data))
        if data and not sent:
            raise _would_block()
        return sent

    def sendto(self, data, *args):
        address = args[-1]
        data = _bytes(data)
        if self.type != SOCK_DGRAM:
            return self.send(data)
        if address is None:
            raise error(errno.EDESTADDRREQ, 'Destination address required')
        host, port = _host_and_port(address)
        _sockets.sendTo(self._open(), data, host, port)
        return len(data)

    def sendfile(self, file, offset=0, count=None):
        file.seek(offset)
        sent = 0
        while count is None or sent < count:
            data = file.read(65536 if count is None else min(65536, count - sent))
            if not data:
                break
            self.sendall(data)
            sent += len(data)
        return sent

    # ---- the end

    def shutdown(self, how):
        self._open()
        _sockets.shutdown(self._java, how in (0, 2), how in (1, 2))

    def close(self):
        self._closed = True
        if self._files <= 0:
            self._real_close()

    def _real_close(self):
        java, self._java = self._java, None
        if self._number is not None:
            _selection.unregister(self._number)
        if self._shares is not None:
            self._shares[0] -= 1
            if self._shares[0]:
                return
        if java is not None:
            _sockets.close(java)

    def detach(self):
        number = self.fileno()
        self._closed = True
        return number

    def dup(self):
        new = socket(self.family, self.type, self.proto, _java=self._open())
        new.timeout, new._bound, new._peer_address = self.timeout, self._bound, self._peer_address
        if self._shares is None:
            self._shares = [1]
        self._shares[0] += 1
        new._shares = self._shares
        return new

    def makefile(self, mode='r', buffering=None, encoding=None, errors=None, newline=None):
        if PY2:
            return _File(self, mode, -1 if buffering is None else buffering)
        import io
        if not set(mode) <= {'r', 'w', 'b'}:
            raise ValueError('invalid mode %r (only r, w, b allowed)' % (mode,))
        writing = 'w' in mode
        reading = 'r' in mode or not writing
        raw = _socket.SocketIO(self, ('r' if reading else '') + ('w' if writing else ''))
        self._files += 1
        if buffering is None or buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if 'b' not in mode:
                raise ValueError('unbuffered streams must be binary')
            return raw
        if reading and writing:
            buffer = io.BufferedRWPair(raw, raw, buffering)
        elif reading:
            buffer = io.BufferedReader(raw, buffering)
        else:
            buffer = io.BufferedWriter(raw, buffering)
        if 'b' in mode:
            return buffer
        wrapped = io.TextIOWrapper(buffer, encoding, errors, newline)
        wrapped.mode = mode
        return wrapped

    _sock = property(lambda self: self)

    def _decref_socketios(self):
        self._files -= 1
        if self._closed and self._files <= 0:
            self._real_close()

    def _reuse(self):
        self._files += 1

    def _drop(self):
        self._decref_socketios()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.close()

    def __repr__(self):
        return '<%s.%s%s at %s object, fd=%s, family=%s, type=%s, proto=%s>' % (
            type(self).__module__, type(self).__name__, ' [closed]' if self._closed else '', hex(id(self)),
            self.fileno(), int(self.family), int(self.type), self.proto)


SocketType = socket


if PY2:
    class _File(_socket._fileobject):
        """A file of a socket, which is closed with the last of its files."""

        def __init__(self, sock, mode, bufsize):
            _socket._fileobject.__init__(self, sock, mode, bufsize)
            sock._reuse()

        def close(self):
            sock = self._sock
            try:
                _socket._fileobject.close(self)
            finally:
                if sock is not None:
                    sock._drop()


def create_connection(address, timeout=_UNSET, source_address=None, **kwargs):
    """Connects to an address."""
    s = socket()
    if timeout is not _UNSET:
        s.settimeout(timeout)
    try:
        if source_address:
            s.bind(source_address)
        s.connect(address)
    except BaseException:
        s.close()
        raise
    return s


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Makes two sockets that are connected with each other."""
    first, second = _sockets.pair()
    return socket(AF_UNIX, SOCK_STREAM, _java=first), socket(AF_UNIX, SOCK_STREAM, _java=second)


def fromfd(fd, family, type, proto=0):
    raise error(errno.EOPNOTSUPP, 'a socket of the JVM cannot be made from a descriptor')


# ---- names

def _is_number(host):
    return bool(host) and all(c in '0123456789.' for c in host) or ':' in host


def gethostbyname(hostname):
    if hostname == '':
        return '0.0.0.0'
    for address in _sockets.resolve(hostname):
        if ':' not in text(address):
            return text(address)
    raise gaierror(getattr(_socket, 'EAI_NONAME', -2), 'Name or service not known')


def gethostbyname_ex(hostname):
    return hostname, [], [text(a) for a in _sockets.resolve(hostname) if ':' not in text(a)]


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """Looks up the addresses of a host."""
    if isinstance(host, bytes) and not PY2:
        host = host.decode()
    if port is None:
        port = 0
    elif not isinstance(port, int):
        try:
            port = int(port) if str(port).isdigit() else _socket.getservbyname(str(port))
        except error:
            raise gaierror(getattr(_socket, 'EAI_SERVICE', -8), 'Servname not supported for ai_socktype')
    if host is None or host == '':
        addresses = ['0.0.0.0' if flags & getattr(_socket, 'AI_PASSIVE', 1) else '127.0.0.1']
    else:
        addresses = [text(a) for a in _sockets.resolve(host)]
    found = []
    inet6 = getattr(_socket, 'AF_INET6', 10)
    for address in addresses:
        six = ':' in address
        if family and family != (inet6 if six else AF_INET):
            continue
        where = (address, port, 0, 0) if six else (address, port)
        for kind, number in ((SOCK_STREAM, 6), (SOCK_DGRAM, 17)):
            if (not type or type == kind) and (not proto or proto == number):
                found.append((inet6 if six else AF_INET, kind, number, '', where))
    if not found:
        raise gaierror(getattr(_socket, 'EAI_NONAME', -2), 'Name or service not known')
    return found


def gethostbyaddr(address):
    try:
        name, number = [text(t) for t in _sockets.hostName(address)]
    except gaierror:
        if _is_number(address):
            raise herror(1, 'Unknown host')
        raise
    return name, [], [number]


def getnameinfo(sockaddr, flags):
    host, port = sockaddr[:2]
    if not flags & getattr(_socket, 'NI_NUMERICHOST', 1):
        try:
            host = gethostbyaddr(host)[0]
        except error:
            if flags & getattr(_socket, 'NI_NAMEREQD', 8) or not _is_number(host):
                raise
    if flags & getattr(_socket, 'NI_NUMERICSERV', 2):
        return host, str(port)
    try:
        return host, _socket.getservbyport(port, 'udp' if flags & getattr(_socket, 'NI_DGRAM', 16) else 'tcp')
    except (error, AttributeError):     # it has no name
        return host, str(port)


def getfqdn(name=''):
    """Returns the complete name of a host, or what was given if it has none."""
    name = name.strip()
    if not name or name in ('0.0.0.0', '::'):
        name = _socket.gethostname()
    try:
        return gethostbyaddr(name)[0]
    except error:
        return name


# ---- waiting for descriptors

def _wait(fd, write, limit, problem):
    number = fd if isinstance(fd, int) else fd.fileno()
    if not getattr(_selection, 'await')(number, write, seconds(limit)):
        raise problem if problem is not None else timeout('timed out')


def wait_read(fileno, timeout=None, timeout_exc=None):
    """Waits until a descriptor is readable."""
    _wait(fileno, False, timeout, timeout_exc)


def wait_write(fileno, timeout=None, timeout_exc=None, event=None):
    """Waits until a descriptor is writable."""
    _wait(fileno, True, timeout, timeout_exc)


wait_readwrite = wait_write


def wait(watcher, timeout=None, timeout_exc=None):
    """Waits until a watcher fires."""
    from gevent.timeout import Timeout
    limit = Timeout.start_new(timeout, timeout_exc if timeout_exc is not None else globals()['timeout']('timed out'))
    try:
        get_hub().wait(watcher)
    finally:
        limit.cancel()


def cancel_wait(watcher, error=cancel_wait_ex):
    get_hub().cancel_wait(watcher, error() if isinstance(error, type) else error)
