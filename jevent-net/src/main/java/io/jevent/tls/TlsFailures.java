// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Translates the failures of both providers into the same messages. No message includes bytes that the peer sent;
 * Netty's would include all bytes that are not TLS.
 */
final class TlsFailures {

    /** The messages with which the JDK and BoringSSL report an alert of the peer. */
    private static final Pattern JDK_ALERT = Pattern.compile(
            "Received fatal alert: (\\w+)|Unexpected plaintext alert received: Level: fatal; Alert: (\\w+)");

    private static final Pattern OPENSSL_ALERT = Pattern.compile("(?:TLSV1|TLSV13|SSLV3)_ALERT_(\\w+)");

    private TlsFailures() {}

    static Throwable of(Throwable failure) {
        Throwable cause =
                failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof PeerTrustManager.Refused) {
                return handshake(String.valueOf(t.getMessage()), t);
            }
            if (t instanceof NotSslRecordException) {
                return handshake("the peer does not speak TLS: what it sent is not a TLS record", null);
            }
        }
        if (cause instanceof SslClosedEngineException) {
            return new SSLException("the TLS connection has ended: the peer closed it, or it failed");
        }
        if (cause instanceof ClosedChannelException) {
            return handshake("the peer closed the connection during the TLS handshake", cause);
        }
        return cause instanceof SSLException tls ? inWords(tls) : cause;
    }

    private static SSLException inWords(SSLException failure) {
        String message = String.valueOf(failure.getMessage());
        String alert = alertIn(message);
        if (alert == null && failure.getCause() != null) {
            alert = alertIn(String.valueOf(failure.getCause().getMessage()));
        }
        if (alert != null) {
            return like(failure, "the peer ended the connection with the alert " + alert);
        }
        if (message.contains("Empty client certificate chain")
                || message.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")) {
            return handshake("the client showed no certificate, but one is required", failure);
        }
        if (message.contains("WRONG_VERSION_NUMBER") || message.contains("HTTP_REQUEST")) {
            return handshake("the peer does not speak TLS: what it sent is not a TLS record", null);
        }
        if (message.contains("no cipher suites in common") || message.contains("NO_SHARED_CIPHER")) {
            return like(failure, "no cipher suite in common: " + message);
        }
        if (message.contains("UNSUPPORTED_PROTOCOL") || message.contains("protocol version")) {
            return like(failure, "no version of TLS in common: " + message);
        }
        return failure;
    }

    private static @Nullable String alertIn(String message) {
        Matcher jdk = JDK_ALERT.matcher(message);
        if (jdk.find()) {
            return jdk.group(1) == null ? jdk.group(2) : jdk.group(1);
        }
        Matcher openSsl = OPENSSL_ALERT.matcher(message);
        return openSsl.find() ? openSsl.group(1).toLowerCase(Locale.ROOT) : null;
    }

    private static SSLException like(SSLException failure, String message) {
        return failure instanceof SSLHandshakeException
                ? handshake(message, failure)
                : new SSLException(message, failure);
    }

    private static SSLHandshakeException handshake(String message, @Nullable Throwable cause) {
        var failure = new SSLHandshakeException(message);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
