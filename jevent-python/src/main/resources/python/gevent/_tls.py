# SPDX-License-Identifier: Apache-2.0
"""What gevent.ssl needs of Java's TLS: errors, certificates and names as OpenSSL has them."""
from __future__ import absolute_import
import re
import ssl as _ssl
import time

import _jevent
from gevent._kernel import text

tls = _jevent.tls
SSLError = _ssl.SSLError
SSLEOFError = _ssl.SSLEOFError

if hasattr(_ssl, 'SSLCertVerificationError'):
    SSLCertVerificationError = _ssl.SSLCertVerificationError
else:
    class SSLCertVerificationError(SSLError):
        """The certificate of the peer was refused."""

# ---- errors

_ALERTS_OF_SSL3 = ('unexpected_message', 'bad_record_mac', 'decompression_failure', 'handshake_failure', 'no_certificate',
                   'bad_certificate', 'unsupported_certificate', 'certificate_revoked', 'certificate_expired',
                   'certificate_unknown', 'illegal_parameter')
_REASONS = (
    ('does not speak TLS', 'WRONG_VERSION_NUMBER'),
    ('showed no certificate', 'PEER_DID_NOT_RETURN_A_CERTIFICATE'),
    ('no cipher suite in common', 'NO_SHARED_CIPHER'),
    ('no version of TLS in common', 'UNSUPPORTED_PROTOCOL'),
)
_REFUSALS = (
    ('has expired', 10, 'certificate has expired'),
    ('not valid yet', 9, 'certificate is not yet valid'),
    ('it was revoked', 23, 'certificate revoked'),
    ('it is not for', 62, 'Hostname mismatch'),
    ('it is self-signed', 18, 'self-signed certificate'),
)


def problem(reason, message, kind=SSLError):
    """An error with OpenSSL's reason, and with jevent's words."""
    made = kind(1, '[SSL: %s] %s (%s)' % (reason, reason.replace('_', ' ').lower(), message))
    made.reason, made.library = reason, 'SSL'
    return made


def error_of(message):
    """The error that stands for one of Java."""
    alert = re.search(r'with the alert (\w+)', message)
    if alert:
        name = alert.group(1).lower()
        family = 'SSLV3' if name in _ALERTS_OF_SSL3 else 'TLSV13' if name == 'certificate_required' else 'TLSV1'
        return problem('%s_ALERT_%s' % (family, name.upper()), message)
    if 'closed the connection' in message or 'truncated' in message or 'close_notify' in message:
        return SSLEOFError(8, 'EOF occurred in violation of protocol (%s)' % message)
    for words, reason in _REASONS:
        if words in message:
            return problem(reason, message)
    return SSLError(1, message)


def certificate_error_of(message):
    """The error for a certificate that was refused."""
    code, words = 20, 'unable to get local issuer certificate'
    for sign, number, name in _REFUSALS:
        if sign in message:
            code, words = number, name
    made = problem('CERTIFICATE_VERIFY_FAILED', '%s: %s' % (words, message), SSLCertVerificationError)
    made.verify_code, made.verify_message = code, words
    return made


# ---- certificates

_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')


def pem_blocks(pem):
    """The certificates of a text in PEM, without what stands around them."""
    return '\n'.join(re.findall(r'-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----', text(pem)))


def _date(seconds):
    t = time.gmtime(int(seconds))
    return '%s %2d %02d:%02d:%02d %d GMT' % (_MONTHS[t[1] - 1], t[2], t[3], t[4], t[5], t[0])


def _pairs(parts):
    return tuple(tuple(text(p).split('=', 1)) for p in parts)


def described(encoded):
    """A certificate in DER as the dict that getpeercert() returns."""
    numbers, subject, issuer, alternatives = tls.describe(encoded)
    version, serial, begin, end = [text(n) for n in numbers]
    found = {'subject': tuple((pair,) for pair in _pairs(subject)), 'issuer': tuple((pair,) for pair in _pairs(issuer)),
             'version': int(version), 'serialNumber': serial, 'notBefore': _date(begin), 'notAfter': _date(end)}
    if len(alternatives):
        found['subjectAltName'] = _pairs(alternatives)
    return found


# ---- ciphers and versions

_OF_TLS13 = ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256']
_JAVA = ['TLS_%s_WITH_%s' % (exchange, cipher) for exchange in ('ECDHE_ECDSA', 'ECDHE_RSA', 'DHE_RSA', 'RSA')
         for cipher in ('AES_256_GCM_SHA384', 'CHACHA20_POLY1305_SHA256', 'AES_128_GCM_SHA256')
         if not (exchange == 'RSA' and cipher.startswith('CHACHA'))]


def _openssl_name(suite):
    if '_WITH_' not in suite:
        return suite
    exchange, cipher = suite[4:].split('_WITH_')
    cipher = cipher.replace('AES_', 'AES').replace('POLY1305_SHA256', 'POLY1305').replace('_CBC', '')
    return ((exchange + '_') if exchange != 'RSA' else '').replace('_', '-') + cipher.replace('_', '-')


_SUITES = dict((_openssl_name(suite), suite) for suite in _JAVA)


def cipher_of(suite, protocol):
    """Name, protocol and bits of a suite."""
    return _openssl_name(suite), protocol, 128 if 'AES_128' in suite else 256


def suites_of(ciphers):
    """Java's suites for a list of OpenSSL; none for Java's choice."""
    words = [w for w in re.split('[:, ]+', text(ciphers)) if w]
    named = [_SUITES[w] for w in words if w in _SUITES]
    if not named and not any(w in _OF_TLS13 or re.search(r'^[A-Z]+$|[+@]|^(ECDHE|DHE)?[-+]?(AESGCM|CHACHA20)$', w) for w in words):
        raise SSLError('No cipher can be selected.')
    return named + _OF_TLS13 if named else []


def versions_of(options, minimum, maximum):
    """The versions that options and bounds leave: OP_NO_TLSv1_2 and OP_NO_TLSv1_3, and the numbers of TLSVersion."""
    found = []
    for name, number, option in (('TLSv1.3', 772, 0x20000000), ('TLSv1.2', 771, 0x08000000)):
        if not options & option and (minimum < 0 or minimum <= number) and (maximum < 0 or number <= maximum):
            found.append(name)
    return found
