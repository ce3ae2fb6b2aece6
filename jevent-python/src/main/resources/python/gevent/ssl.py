# SPDX-License-Identifier: Apache-2.0
"""TLS for the sockets of gevent, by Java."""
from __future__ import absolute_import
import errno
import os
import ssl as _ssl

from gevent import socket as _gsocket
from gevent._kernel import text, string_types, PY2
from gevent._tls import (SSLError, SSLCertVerificationError, SSLEOFError, error_of, certificate_error_of,  # noqa: F401
                         problem, described, cipher_of, suites_of, versions_of, tls, pem_blocks)

for _name in dir(_ssl):
    if not _name.startswith('__'):
        globals().setdefault(_name, getattr(_ssl, _name))
CERT_NONE = _ssl.CERT_NONE
CERT_OPTIONAL = _ssl.CERT_OPTIONAL
CERT_REQUIRED = _ssl.CERT_REQUIRED
PROTOCOL_TLS = getattr(_ssl, 'PROTOCOL_TLS', 2)
PROTOCOL_TLS_CLIENT = getattr(_ssl, 'PROTOCOL_TLS_CLIENT', 16)
PROTOCOL_TLS_SERVER = getattr(_ssl, 'PROTOCOL_TLS_SERVER', 17)
__all__ = ['SSLContext', 'SSLSocket', 'wrap_socket', 'get_server_certificate', 'create_default_context', 'SSLError',
           'CERT_NONE', 'CERT_OPTIONAL', 'CERT_REQUIRED']


def _path(value, name):
    if isinstance(value, string_types):
        return text(value)
    if not PY2 and (isinstance(value, bytes) or hasattr(value, '__fspath__')):
        return os.fsdecode(value)
    raise TypeError('%s should be a valid filesystem path' % name)


def _read(path):
    """The bytes of a file as a text of as many characters."""
    try:
        with open(path, 'rb') as f:
            data = f.read()
    except (IOError, OSError) as e:
        raise type(e)(e.errno, os.strerror(e.errno) if e.errno else str(e))
    return data if PY2 else data.decode('latin-1')


class SSLSocket(_gsocket.socket):
    """A socket with TLS."""

    server_hostname = None
    _secured = False
    _handshake_done = False

    def __init__(self, sock=None, keyfile=None, certfile=None, server_side=False, cert_reqs=CERT_NONE, ssl_version=None,
                 ca_certs=None, do_handshake_on_connect=True, family=_gsocket.AF_INET, type=_gsocket.SOCK_STREAM, proto=0,
                 fileno=None, suppress_ragged_eofs=True, npn_protocols=None, ciphers=None, server_hostname=None,
                 _session=None, _context=None):
        if _context is None:
            if server_side and not certfile:
                raise ValueError('certfile must be specified for server-side operations')
            if keyfile and not certfile:
                raise ValueError('certfile must be specified')
            _context = _old_context(keyfile, certfile, cert_reqs, ssl_version, ca_certs, ciphers)
        if sock is not None and not isinstance(sock, _gsocket.socket):
            raise TypeError('gevent.ssl needs a socket of gevent, not %r: take it from gevent.socket, or call '
                            'gevent.monkey.patch_all() first' % (sock,))
        if sock is not None and sock.type != _gsocket.SOCK_STREAM:
            raise NotImplementedError('only stream sockets are supported')
        if server_side and server_hostname:
            raise ValueError('server_hostname can only be specified in client mode')
        if _context.check_hostname and not server_hostname:
            raise ValueError('check_hostname requires server_hostname')
        _context._check_side(server_side)
        _gsocket.socket.__init__(self, family, type, proto)
        self._context = _context
        self.server_side = server_side
        self.server_hostname = server_hostname
        self.do_handshake_on_connect = do_handshake_on_connect
        self.suppress_ragged_eofs = suppress_ragged_eofs
        if sock is not None:
            self._take(sock)
        if self._is_connected() and do_handshake_on_connect:
            if self.timeout == 0.0:
                raise ValueError('do_handshake_on_connect should not be specified for non-blocking sockets')
            self.do_handshake()

    @property
    def context(self):
        return self._context

    @context.setter
    def context(self, value):
        self._context = value

    def do_handshake(self):
        """Makes the handshake; if it fails, the socket is closed."""
        if self._handshake_done:
            return
        self._check_connected()
        limit = -1.0 if self.timeout is None else float(self.timeout)
        try:
            if self.server_side:
                self._context._ready_to_serve().accept(self._java, limit)
            else:
                self._context._ready().connect(self._java, self.server_hostname, limit)
        except _gsocket.timeout:
            self.close()
            raise _gsocket.timeout('The handshake operation timed out')
        except BaseException:
            self.close()
            raise
        self._handshake_done = self._secured = True

    def _check_connected(self):
        if not self._is_connected():
            raise _gsocket.error(errno.ENOTCONN, os.strerror(errno.ENOTCONN))

    def _before_use(self):
        if not self._handshake_done and self._is_connected():
            self.do_handshake()

    def connect(self, address):
        """Connects, and makes the handshake."""
        if self.server_side:
            raise ValueError("can't connect in server-side mode")
        if self._is_connected():
            raise ValueError('attempt to connect already-connected SSLSocket!')
        _gsocket.socket.connect(self, address)
        if self.do_handshake_on_connect:
            self.do_handshake()

    def accept(self):
        """Accepts a connection, and makes the handshake of a server with it."""
        new, address = _gsocket.socket.accept(self)
        try:
            return self._context.wrap_socket(
                new, server_side=True, do_handshake_on_connect=self.do_handshake_on_connect,
                suppress_ragged_eofs=self.suppress_ragged_eofs), address
        except BaseException:
            new.close()
            raise

    def dup(self):
        raise NotImplementedError("Can't dup() %s instances" % type(self).__name__)

    # ---- what the handshake has agreed on

    def _session(self):
        return [text(t) for t in tls.session(self._java)] if self._secured and self._java is not None else None

    def getpeercert(self, binary_form=False):
        """The certificate of the peer: None if it has none, an empty dict if it was not verified."""
        self._check_connected()
        if not self._secured:
            raise ValueError('handshake not done yet')
        encoded = tls.peerCertificate(self._java)
        if encoded is None:
            return None
        if binary_form:
            return _gsocket.tobytes(encoded)
        return {} if self._context.verify_mode == CERT_NONE else described(_gsocket.tobytes(encoded))

    def version(self):
        session = self._session()
        return session[0] if session else None

    def cipher(self):
        session = self._session()
        return cipher_of(session[1], session[0]) if session else None

    def selected_alpn_protocol(self):
        session = self._session()
        return session[2] or None if session else None

    @property
    def session_reused(self):
        session = self._session()
        return bool(session[4]) if session else None

    session = None

    def selected_npn_protocol(self):
        return None

    def compression(self):
        return None

    def shared_ciphers(self):
        return None

    def get_channel_binding(self, cb_type='tls-unique'):
        raise NotImplementedError('%s channel binding type not implemented' % cb_type)

    # ---- data

    def _no_flags(self, flags, name):
        if flags and self._secured:
            raise ValueError('non-zero flags not allowed in calls to %s() on %s' % (name, type(self)))

    def recv(self, size=1024, flags=0):
        self._before_use()
        self._no_flags(flags, 'recv')
        try:
            return _gsocket.socket.recv(self, size, flags)
        except _gsocket.timeout:
            raise _gsocket.timeout('The read operation timed out')
        except SSLEOFError:
            if self.suppress_ragged_eofs:
                return b''
            raise

    def recv_into(self, buffer, size=None, flags=0):
        self._no_flags(flags, 'recv_into')
        return _gsocket.socket.recv_into(self, buffer, size or 0, 0)

    def send(self, data, flags=0):
        self._before_use()
        self._no_flags(flags, 'send')
        return _gsocket.socket.send(self, data, 0)

    def sendall(self, data, flags=0):
        self._before_use()
        self._no_flags(flags, 'sendall')
        return _gsocket.socket.sendall(self, data, 0)

    def _not_with_tls(self, name):
        if self._secured:
            raise ValueError('%s not allowed on instances of %s' % (name, type(self)))

    def sendto(self, data, *args):
        self._not_with_tls('sendto')
        return _gsocket.socket.sendto(self, data, *args)

    def recvfrom(self, size=1024, flags=0):
        self._not_with_tls('recvfrom')
        return _gsocket.socket.recvfrom(self, size, flags)

    def recvfrom_into(self, buffer, size=None, flags=0):
        self._not_with_tls('recvfrom_into')
        return _gsocket.socket.recvfrom_into(self, buffer, size or 0, flags)

    def sendmsg(self, *args, **kwargs):
        raise NotImplementedError('sendmsg not allowed on instances of %s' % type(self))

    def recvmsg(self, *args, **kwargs):
        raise NotImplementedError('recvmsg not allowed on instances of %s' % type(self))

    def read(self, size=1024, buffer=None):
        """Reads up to so many bytes."""
        if not self._secured and self._java is None:
            raise ValueError('Read on closed or unwrapped SSL socket.')
        return self.recv(size) if buffer is None else self.recv_into(buffer, size)

    def write(self, data):
        """Writes the data, and returns how many bytes they were."""
        if not self._secured and self._java is None:
            raise ValueError('Write on closed or unwrapped SSL socket.')
        return self.send(data)

    def pending(self):
        return len(self._ahead)

    def unwrap(self):
        """Tells the peer that nothing more comes. The socket cannot go on without TLS."""
        if not self._secured:
            raise ValueError('No SSL wrapper around %s' % (self,))
        _gsocket.socket.shutdown(self, 1)
        self._secured = False
        return self

    def _real_close(self):
        self._secured = False
        _gsocket.socket._real_close(self)


class SSLContext(object):
    """The settings of TLS."""

    sslsocket_class = SSLSocket
    post_handshake_auth = False
    keylog_filename = None
    hostname_checks_common_name = False
    verify_flags = getattr(_ssl, 'VERIFY_DEFAULT', 0)
    num_tickets = 2

    def __init__(self, protocol=None):
        self.protocol = PROTOCOL_TLS if protocol is None else protocol
        self._java = tls.context()
        self._verify_mode = CERT_REQUIRED if protocol == PROTOCOL_TLS_CLIENT else CERT_NONE
        self._check_hostname = protocol == PROTOCOL_TLS_CLIENT
        self._options = _ssl.OP_ALL | _ssl.OP_NO_SSLv3
        self._minimum, self._maximum = -2, -1
        self._set_verification()

    def _set_verification(self):
        self._java.verify(int(self._verify_mode), bool(self._check_hostname))

    @property
    def verify_mode(self):
        return self._verify_mode

    @verify_mode.setter
    def verify_mode(self, value):
        if value not in (CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED):
            raise ValueError('invalid value for verify_mode')
        if value == CERT_NONE and self._check_hostname:
            raise ValueError('Cannot set verify_mode to CERT_NONE when check_hostname is enabled.')
        self._verify_mode = value if PY2 else _ssl.VerifyMode(value)
        self._set_verification()

    @property
    def check_hostname(self):
        return self._check_hostname

    @check_hostname.setter
    def check_hostname(self, value):
        self._check_hostname = bool(value)
        if value and self._verify_mode == CERT_NONE:
            self._verify_mode = CERT_REQUIRED
        self._set_verification()

    # ---- versions and ciphers

    def _set_versions(self):
        self._java.protocols(versions_of(self._options, self._minimum, self._maximum))

    @property
    def options(self):
        return self._options

    @options.setter
    def options(self, value):
        self._options = value
        self._set_versions()

    @property
    def minimum_version(self):
        return self._minimum if PY2 else _ssl.TLSVersion(self._minimum)

    @minimum_version.setter
    def minimum_version(self, value):
        self._minimum = int(value)
        self._set_versions()

    @property
    def maximum_version(self):
        return self._maximum if PY2 else _ssl.TLSVersion(self._maximum)

    @maximum_version.setter
    def maximum_version(self, value):
        self._maximum = int(value)
        self._set_versions()

    def set_ciphers(self, ciphers):
        """Takes the suites that OpenSSL's list names; words such as HIGH leave Java's choice, which has no weak ones."""
        self._java.ciphers(suites_of(ciphers))

    def set_alpn_protocols(self, protocols):
        """Sets the application protocols, the preferred one first."""
        for name in protocols:
            if not 0 < len(name) < 256:
                raise SSLError('ALPN protocols must be 1 to 255 bytes long')
        self._java.applicationProtocols([text(p) for p in protocols])

    # ---- certificates

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        """Reads the certificate of this end and its key."""
        certfile = _path(certfile, 'certfile')
        keyfile = certfile if keyfile is None else _path(keyfile, 'keyfile')
        if callable(password):
            password = password()
        if isinstance(password, (bytes, bytearray)) and not PY2:
            password = bytes(password).decode('utf-8')
        try:
            self._java.identity(certfile, keyfile, '' if password is None else password)
        except SSLError as e:
            raise problem('KEY_VALUES_MISMATCH' if 'belong' in str(e) else 'PEM_LIB', str(e))

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        """Adds certificates of authorities that this end trusts."""
        if cafile is None and capath is None and cadata is None:
            raise TypeError('cafile, capath and cadata cannot be all omitted')
        if cafile is not None:
            self._trust(pem_blocks(_read(_path(cafile, 'cafile'))), cafile)
        if capath is not None:
            folder = _path(capath, 'capath')
            for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
                blocks = pem_blocks(_read(os.path.join(folder, name)))
                if blocks:
                    self._trust(blocks, name)
        if cadata is not None:
            if not cadata:
                raise ValueError('Empty certificate data')
            if isinstance(cadata, (bytes, bytearray)) and not (PY2 and '-----BEGIN' in cadata):
                self._trust(cadata if PY2 else bytes(cadata).decode('latin-1'), 'cadata')
            else:
                self._trust(pem_blocks(cadata), 'cadata')

    def _trust(self, certificates, source):
        if not certificates:
            raise problem('NO_CERTIFICATE_OR_CRL_FOUND', '%s has no certificate' % (source,))
        self._java.trust(certificates)

    def load_default_certs(self, purpose=None):
        """Adds the authorities that the JDK trusts."""
        self._java.trustSystem()

    set_default_verify_paths = load_default_certs

    def get_ca_certs(self, binary_form=False):
        """The certificates of authorities that this end trusts."""
        encoded = [_gsocket.tobytes(c) for c in self._java.authorities()]
        return encoded if binary_form else [described(c) for c in encoded]

    def cert_store_stats(self):
        count = len(self._java.authorities())
        return {'x509': count, 'crl': 0, 'x509_ca': count}

    def _no_callback(self, value):
        if value is not None:
            raise NotImplementedError('gevent.ssl of jevent calls no sni_callback; a server of Java may have a certificate '
                                      'for each name: TlsServer.builder().identity(name, ...)')

    sni_callback = property(lambda self: None, _no_callback)
    set_servername_callback = _no_callback

    def set_ecdh_curve(self, name):
        """Does nothing: Java offers its own."""

    def load_dh_params(self, path):
        """Does nothing: Java has its own."""

    # ---- sockets

    def _check_side(self, server_side):
        if server_side and self.protocol == PROTOCOL_TLS_CLIENT:
            raise SSLError(1, 'Cannot create a server socket with a PROTOCOL_TLS_CLIENT context')
        if not server_side and self.protocol == PROTOCOL_TLS_SERVER:
            raise SSLError(1, 'Cannot create a client socket with a PROTOCOL_TLS_SERVER context')

    def _ready(self):
        if not versions_of(self._options, self._minimum, self._maximum):
            raise problem('NO_PROTOCOLS_AVAILABLE', 'the options of the context leave no version of TLS')
        return self._java

    def _ready_to_serve(self):
        if not self._java.hasIdentity():
            raise problem('NO_CERTIFICATE_SET', 'a server needs a certificate: call load_cert_chain first')
        return self._ready()

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True,
                    server_hostname=None, session=None):
        """Takes a socket over, makes the handshake if it is connected, and returns the secured socket."""
        return self.sslsocket_class(
            sock=sock, server_side=server_side, do_handshake_on_connect=do_handshake_on_connect,
            suppress_ragged_eofs=suppress_ragged_eofs, server_hostname=server_hostname, _context=self)

    def wrap_bio(self, *args, **kwargs):
        raise NotImplementedError('gevent.ssl of jevent secures sockets only, not MemoryBIO')


def create_default_context(purpose=None, cafile=None, capath=None, cadata=None):
    """Makes a context that checks the peer's certificate and name; for CLIENT_AUTH one of a server."""
    serves = purpose is not None and purpose == _ssl.Purpose.CLIENT_AUTH
    context = SSLContext(PROTOCOL_TLS_SERVER if serves else PROTOCOL_TLS_CLIENT)
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    elif not serves:
        context.load_default_certs()
    return context


_create_default_https_context = create_default_context


def _create_unverified_context(protocol=None, cert_reqs=CERT_NONE, check_hostname=False, purpose=None, certfile=None,
                               keyfile=None, cafile=None, capath=None, cadata=None):
    context = SSLContext(PROTOCOL_TLS)
    context.verify_mode = cert_reqs
    context.check_hostname = check_hostname
    if keyfile and not certfile:
        raise ValueError('certfile must be specified')
    if certfile or keyfile:
        context.load_cert_chain(certfile, keyfile)
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    return context


_create_stdlib_context = _create_unverified_context


def _old_context(keyfile, certfile, cert_reqs, ssl_version, ca_certs, ciphers):
    context = SSLContext(ssl_version)
    context.verify_mode = cert_reqs
    if ca_certs:
        context.load_verify_locations(ca_certs)
    if certfile:
        context.load_cert_chain(certfile, keyfile or certfile)
    if ciphers:
        context.set_ciphers(ciphers)
    return context


def wrap_socket(sock, keyfile=None, certfile=None, server_side=False, cert_reqs=CERT_NONE, ssl_version=None,
                ca_certs=None, do_handshake_on_connect=True, suppress_ragged_eofs=True, ciphers=None):
    """Secures a socket, as Python 2 did."""
    return SSLSocket(sock=sock, keyfile=keyfile, certfile=certfile, server_side=server_side, cert_reqs=cert_reqs,
                     ssl_version=ssl_version, ca_certs=ca_certs, do_handshake_on_connect=do_handshake_on_connect,
                     suppress_ragged_eofs=suppress_ragged_eofs, ciphers=ciphers)


def get_server_certificate(addr, ssl_version=None, ca_certs=None, timeout=None):
    """The certificate of a server in PEM."""
    context = SSLContext()
    if ca_certs is not None:
        context.verify_mode = CERT_REQUIRED
        context.load_verify_locations(ca_certs)
    plain = _gsocket.create_connection(addr, timeout)
    secured = context.wrap_socket(plain, server_hostname=addr[0])
    try:
        return _ssl.DER_cert_to_PEM_cert(secured.getpeercert(True))
    finally:
        secured.close()


def context_of(arguments):
    """The context of a server's arguments: its ssl_context, or one made of certfile and its like."""
    context = arguments.get('ssl_context')
    if context is None:
        if not arguments.get('certfile'):
            raise ValueError('certfile must be specified for server-side operations')
        return _old_context(*[arguments.get(n, d) for n, d in (
            ('keyfile', None), ('certfile', None), ('cert_reqs', CERT_NONE), ('ssl_version', None), ('ca_certs', None),
            ('ciphers', None))])
    if not isinstance(context, SSLContext):
        raise TypeError('ssl_context must be one of gevent.ssl, not %r: take it from there, or call '
                        'gevent.monkey.patch_all() first' % (context,))
    return context
