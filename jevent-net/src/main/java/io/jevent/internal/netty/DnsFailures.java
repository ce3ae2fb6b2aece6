// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsNameResolver;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates the exceptions of failed look-ups: the reason in words, and the servers that were asked. */
final class DnsFailures {

    private DnsFailures() {}

    static UnknownHostException of(String what, DnsSettings asked, Throwable cause, @Nullable DnsResponseCode verdict) {
        String reason = reason(cause, asked, verdict);
        var failure = new UnknownHostException("cannot look up " + what + ": " + reason + asked(asked));
        failure.initCause(cause);
        return failure;
    }

    static UnknownHostException none(String what, DnsSettings asked) {
        return new UnknownHostException("cannot look up " + what + ": the name has no such record" + asked(asked));
    }

    private static String asked(DnsSettings settings) {
        List<InetSocketAddress> servers = Objects.requireNonNull(settings.servers());
        return servers.stream()
                .map(server -> server.getAddress().getHostAddress() + ":" + server.getPort())
                .collect(Collectors.joining(", ", "; asked ", ""));
    }

    private static String reason(Throwable cause, DnsSettings settings, @Nullable DnsResponseCode verdict) {
        for (Throwable t = cause; t != null; t = next(t)) {
            DnsResponseCode code = DnsOutcomes.codeOf(t);
            if (code != null) {
                return describe(code);
            }
            if (DnsNameResolver.isTimeoutError(t)) {
                return "no response in " + settings.timeout() + ", asked each server " + settings.tries() + " times";
            }
        }
        if (verdict != null) {
            return describe(verdict);
        }
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static @Nullable Throwable next(Throwable t) {
        return t.getCause() == t ? null : t.getCause();
    }

    private static String describe(DnsResponseCode code) {
        if (code.equals(DnsResponseCode.NXDOMAIN)) {
            return "there is no such name (NXDOMAIN)";
        }
        if (code.equals(DnsResponseCode.SERVFAIL)) {
            return "the server failed (SERVFAIL)";
        }
        if (code.equals(DnsResponseCode.REFUSED)) {
            return "the server refused (REFUSED)";
        }
        if (code.equals(DnsResponseCode.NOERROR)) {
            return "the name has no such record";
        }
        return "the server responded with " + code;
    }
}
