# SPDX-License-Identifier: Apache-2.0
"""TLS for the sockets of gevent, by Java."""
from __future__ import absolute_import
import ssl as _ssl

import _jevent
from gevent import socket as _gsocket
from gevent._kernel import text, tobytes, PY2

for _name in dir(_ssl):
    if not _name.startswith('__'):
        globals().setdefault(_name, getattr(_ssl, _name))
_tls = _jevent.tls
SSLError = _ssl.SSLError
CERT_NONE = _ssl.CERT_NONE
CERT_REQUIRED = _ssl.CERT_REQUIRED
PROTOCOL_TLS = getattr(_ssl, 'PROTOCOL_TLS', 2)
PROTOCOL_TLS_CLIENT = getattr(_ssl, 'PROTOCOL_TLS_CLIENT', 16)
__all__ = ['SSLContext', 'SSLSocket', 'wrap_socket', 'create_default_context', 'SSLError', 'CERT_NONE', 'CERT_REQUIRED']


class SSLSocket(_gsocket.socket):
    """A socket with TLS."""

    server_hostname = None

    @classmethod
    def _around(cls, sock, java):
        new = cls(sock.family, sock.type, sock.proto, _java=java)
        new.timeout = sock.timeout
        return new

    def do_handshake(self):
        """Does nothing: the handshake is made where the socket is wrapped."""

    def getpeercert(self, binary_form=False):
        encoded = _tls.peerCertificate(self._open())
        if encoded is None:
            return None
        return tobytes(encoded) if binary_form else {'subject': ()}

    def version(self):
        return text(_tls.session(self._open())[0])

    def cipher(self):
        protocol, name = _tls.session(self._open())
        return text(name), text(protocol), 0

    def pending(self):
        return 0

    def read(self, size=1024, buffer=None):
        return self.recv(size) if buffer is None else self.recv_into(buffer, size)

    def write(self, data):
        return self.send(data)

    def unwrap(self):
        self.shutdown(2)
        return self

    def selected_alpn_protocol(self):
        return None


class SSLContext(object):
    """The settings of TLS."""

    def __init__(self, protocol=None):
        self.protocol = protocol
        self.verify_mode = CERT_REQUIRED if protocol == PROTOCOL_TLS_CLIENT else CERT_NONE
        self.check_hostname = protocol == PROTOCOL_TLS_CLIENT
        self.options = 0
        self.verify_flags = 0
        self._authorities = None
        self._certificate = self._key = None
        self.post_handshake_auth = None
        self.sslsocket_class = SSLSocket
        self.minimum_version = self.maximum_version = None
        self.keylog_filename = None

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        self._certificate, self._key = certfile, keyfile or certfile

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if cafile is not None:
            self._authorities = cafile

    def load_default_certs(self, purpose=None):
        """Does nothing: the system's are the default."""

    set_default_verify_paths = load_default_certs

    def set_ciphers(self, ciphers):
        """Does nothing: Java's default has no weak ones."""

    def set_alpn_protocols(self, protocols):
        """Does nothing."""

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True,
                    server_hostname=None, session=None):
        """Makes the handshake and returns the secured socket."""
        if server_side:
            java = _tls.accept(sock._open(), str(self._certificate), str(self._key))
        else:
            if self.check_hostname and not server_hostname:
                raise ValueError('check_hostname requires server_hostname')
            java = _tls.client(sock._open(), server_hostname, self.verify_mode != CERT_NONE, bool(self.check_hostname),
                               None if self._authorities is None else str(self._authorities))
        new = self.sslsocket_class._around(sock, java)
        new.server_hostname = server_hostname
        new.context = self
        return new


def create_default_context(purpose=None, cafile=None, capath=None, cadata=None):
    """Makes a context that checks the peer's certificate and name."""
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    if purpose is not None and 'CLIENT' in str(getattr(purpose, 'name', purpose)):
        context.verify_mode, context.check_hostname = CERT_NONE, False
    if cafile is not None:
        context.load_verify_locations(cafile)
    return context


_create_default_https_context = create_default_context


def _create_unverified_context(*args, **kwargs):
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, CERT_NONE
    return context


def wrap_socket(sock, keyfile=None, certfile=None, server_side=False, cert_reqs=CERT_NONE, ssl_version=None,
                ca_certs=None, do_handshake_on_connect=True, suppress_ragged_eofs=True, ciphers=None):
    """Secures a socket, as Python 2 did."""
    context = SSLContext()
    context.verify_mode = cert_reqs
    context._authorities = ca_certs
    if certfile:
        context.load_cert_chain(certfile, keyfile)
    return context.wrap_socket(sock, server_side)


def _files(arguments):
    """The files of certificate and key of a server's arguments."""
    context = arguments.get('ssl_context')
    if context is not None:
        return [str(context._certificate), str(context._key)]
    return [str(arguments['certfile']), str(arguments.get('keyfile') or arguments['certfile'])]


def _serve(sock, arguments):
    certificate, key = _files(arguments)
    return SSLSocket._around(sock, _tls.accept(sock._open(), certificate, key))
