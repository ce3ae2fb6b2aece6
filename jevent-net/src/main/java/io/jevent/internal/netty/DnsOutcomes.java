// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsQueryLifecycleObserver;
import io.netty.resolver.dns.DnsQueryLifecycleObserverFactory;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last response code of servers for names without an answer; Netty's failures do not always include it. */
final class DnsOutcomes implements DnsQueryLifecycleObserverFactory {

    private static final int MOST = 1000;

    private final Map<String, DnsResponseCode> codes = new LinkedHashMap<>();

    @Nullable
    DnsResponseCode of(String name) {
        return codes.get(key(name));
    }

    /**
     * Returns the response code of a failure, which Netty reports as a code or only in its message; null if no server
     * responded.
     */
    static @Nullable DnsResponseCode codeOf(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        if (text.startsWith("No matching")) {
            return DnsResponseCode.NOERROR;
        }
        if (text.startsWith("No answer found and NXDOMAIN")) {
            return DnsResponseCode.NXDOMAIN;
        }
        return failure instanceof DnsErrorCauseException said && !text.startsWith("No name servers")
                ? said.getCode()
                : null;
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private void note(String name, DnsResponseCode code) {
        codes.put(key(name), code);
        if (codes.size() > MOST) {
            codes.remove(codes.keySet().iterator().next());
        }
    }

    @Override
    public DnsQueryLifecycleObserver newDnsQueryLifecycleObserver(DnsQuestion question) {
        return new Observer(question.name());
    }

    private final class Observer implements DnsQueryLifecycleObserver {
        private final String name;

        private Observer(String name) {
            this.name = name;
        }

        @Override
        public void queryWritten(InetSocketAddress server, ChannelFuture future) {
            // no outcome yet
        }

        @Override
        public void queryCancelled(int queriesRemaining) {
            // no response
        }

        @Override
        public DnsQueryLifecycleObserver queryRedirected(List<InetSocketAddress> servers) {
            return this;
        }

        @Override
        public DnsQueryLifecycleObserver queryCNAMEd(DnsQuestion question) {
            return this;
        }

        @Override
        public DnsQueryLifecycleObserver queryNoAnswer(DnsResponseCode code) {
            note(name, code);
            return this;
        }

        @Override
        public void queryFailed(Throwable cause) {
            DnsResponseCode code = codeOf(cause);
            if (code != null) {
                note(name, code);
            }
        }

        @Override
        public void querySucceed() {
            codes.remove(key(name));
        }
    }
}
