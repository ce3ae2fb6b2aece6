// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.socket.ChannelOutputShutdownException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Converts failures of sockets to the exceptions of the JDK, with the address in the message. */
final class Failures {

    private Failures() {}

    /**
     * Converts a failure of an open socket. Creates a new exception for each call that meets the failure, so that the
     * stack trace is the caller's.
     */
    static IOException of(Object socket, Throwable cause) {
        if (cause instanceof SSLException) {
            String words = cause.getMessage() + ": " + socket;
            SSLException failure = cause instanceof SSLHandshakeException
                    ? new SSLHandshakeException(words)
                    : cause instanceof SSLPeerUnverifiedException
                            ? new SSLPeerUnverifiedException(words)
                            : new SSLException(words);
            failure.initCause(cause.getCause() == null ? cause : cause.getCause());
            return failure;
        }
        String reason = reason(cause);
        String text = reason + ": " + socket;
        SocketException failure = cause instanceof java.net.PortUnreachableException
                ? new PortUnreachableException(text)
                : cause instanceof ConnectException || reason.equals("Connection refused")
                        ? new ConnectException(text)
                        : new SocketException(text);
        failure.initCause(cause);
        return failure;
    }

    static IOException toConnect(Object address, Throwable cause) {
        return naming("cannot connect to " + address, cause);
    }

    static IOException toBind(Object address, Throwable cause) {
        return naming("cannot bind to " + address, cause);
    }

    private static IOException naming(String what, Throwable cause) {
        String text = what + ": " + reason(cause);
        SocketException failure = switch (cause) {
            case BindException _ -> new BindException(text);
            case NoRouteToHostException _ -> new NoRouteToHostException(text);
            case ConnectException _ -> new ConnectException(text);
            default ->
                text.contains("Address already in use") || text.contains("Cannot assign requested address")
                        ? new BindException(text)
                        : new SocketException(text);
        };
        failure.initCause(cause);
        return failure;
    }

    /** Extracts "Connection reset by peer" from "recvAddress(..) failed with error(-104): Connection reset by peer". */
    private static String reason(Throwable cause) {
        if (cause instanceof ClosedChannelException && cause.getCause() == null) {
            return "the connection was closed";
        }
        Throwable behind = cause.getCause();
        if (cause instanceof ChannelOutputShutdownException && behind != null) {
            return reason(behind);
        }
        String message = cause.getMessage();
        if (message == null) {
            return cause instanceof FileNotFoundException
                    ? "No such file or directory"
                    : cause.getClass().getSimpleName();
        }
        int native_ = message.indexOf("failed");
        int colon = native_ < 0 ? -1 : message.indexOf(": ", native_);
        String reason = colon < 0 ? message : message.substring(colon + 2);
        int address = reason.indexOf(": ");
        return address < 0 ? reason : reason.substring(0, address);
    }

    static SocketException closed(Object socket) {
        return new SocketException("the socket is closed: " + socket);
    }

    /** Converts the notice with which {@link WaitPoint#await} ended without input or output. */
    static SocketException interrupted(Object notice) {
        return new SocketException(notice.toString());
    }

    static SocketTimeoutException timedOut(String what, Object socket, long nanos, @Nullable Integer transferred) {
        var failure = new SocketTimeoutException(what + " timed out after " + Duration.ofNanos(nanos) + ": " + socket);
        if (transferred != null) {
            failure.bytesTransferred = transferred;
        }
        return failure;
    }
}
