// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.exceptions.LoopExit;
import io.jevent.queue.QueueShutDownException;
import io.jevent.signal.ShutdownSignal;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Names the kinds of Java exceptions that are different exceptions in Python. */
final class ErrorKind {

    private record Kind(Class<? extends Throwable> type, String name) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(LoopExit.class, "LoopExit"),
            new Kind(BlockingSwitchOutException.class, "BlockingSwitchOutError"),
            new Kind(ConcurrentObjectUseException.class, "ConcurrentObjectUseError"),
            new Kind(InvalidThreadUseException.class, "InvalidThreadUseError"),
            new Kind(ShutdownSignal.class, "shutdown"),
            new Kind(GreenletExit.class, "GreenletExit"),
            new Kind(io.jevent.Timeout.class, "Timeout"),
            new Kind(QueueShutDownException.class, "ShutDown"),
            new Kind(SocketTimeoutException.class, "timeout"),
            new Kind(SSLException.class, "ssl"),
            new Kind(UnknownHostException.class, "gaierror"),
            new Kind(NoRouteToHostException.class, "EHOSTUNREACH"),
            new Kind(ClosedChannelException.class, "EBADF"),
            new Kind(NoSuchFileException.class, "ENOENT"),
            new Kind(EOFException.class, "EOF"));

    private ErrorKind() {}

    static String of(Throwable thrown) {
        if (thrown instanceof SSLHandshakeException && isRefusedCertificate(thrown)) {
            return "certificate";
        }
        for (Kind kind : KINDS) {
            if (kind.type().isInstance(thrown)) {
                return kind.name();
            }
        }
        if (thrown instanceof IllegalArgumentException) {
            return "ValueError";
        }
        return thrown instanceof IOException io ? ofText(io) : "java";
    }

    private static boolean isRefusedCertificate(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    /** The JDK and Netty name the reason of many failures in the message only. */
    private static String ofText(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("refused")) {
            return "ECONNREFUSED";
        }
        if (text.contains("timed out") && failure instanceof ConnectException) {
            return "ETIMEDOUT";
        }
        if (text.contains("in use")) {
            return "EADDRINUSE";
        }
        if (text.contains("assign requested")) {
            return "EADDRNOTAVAIL";
        }
        if (text.contains("reset")) {
            return "ECONNRESET";
        }
        if (text.contains("broken pipe")) {
            return "EPIPE";
        }
        if (text.contains("closed")) {
            return "EBADF";
        }
        if (text.contains("no such file")) {
            return "ENOENT";
        }
        if (text.contains("permission denied")) {
            return "EACCES";
        }
        return failure instanceof BindException ? "EADDRINUSE" : "io";
    }
}
