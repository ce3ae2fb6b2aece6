// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.internal.client.BodyPump;
import io.jevent.internal.client.CallClock;
import io.jevent.internal.client.ClientSettings;
import io.jevent.internal.client.ConnectionPool;
import io.jevent.internal.client.Origin;
import io.jevent.internal.client.Outgoing;
import io.jevent.internal.client.Transfer;
import io.jevent.internal.http.HeaderList;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last step of a call: cookies, credentials, redirects and decoding around the exchanges with servers. */
final class Exchanger {

    private static final String AGENT = "jevent";

    /** The size of a body that is read to keep the connection, in bytes. */
    private static final int MAX_SKIPPED = 64 * 1024;

    private final HubHttpClient client;
    private final ClientSettings settings;
    private final ConnectionPool pool;
    private final HttpRequest request;
    private final CallClock clock;

    Exchanger(HubHttpClient client, ConnectionPool pool, HttpRequest request, CallClock clock) {
        this.client = client;
        this.settings = client.settings();
        this.pool = pool;
        this.request = request;
        this.clock = clock;
    }

    Reply run() throws IOException {
        Hop hop = Hop.of(request);
        PastResponse past = null;
        while (true) {
            Proxy proxy = proxy(hop.uri());
            Transfer transfer = send(hop, proxy);
            boolean kept = false;
            try {
                ReplyHead head =
                        new ReplyHead(hop.uri(), transfer, transfer.head().headers());
                head.setPrevious(past);
                storeCookies(hop.uri(), head);
                Hop next = client.credentials().next(hop, head, proxy);
                if (next == null) {
                    next = client.redirects().next(hop, head);
                }
                if (next == null) {
                    kept = true;
                    return reply(hop, head, transfer);
                }
                skip(head, transfer);
                past = new PastResponse(head, request(hop));
                hop = next;
            } finally {
                if (!kept) {
                    transfer.close();
                }
            }
        }
    }

    private Reply reply(Hop hop, ReplyHead head, Transfer transfer) {
        boolean asked = settings.decodes && hop.headers().get("Accept-Encoding") == null;
        boolean body = !hop.method().equals("HEAD") && head.status() != 204 && head.status() != 304;
        BodyPump.Source source =
                asked && body ? ContentDecoding.of(transfer, head.lines(), settings.maxDecoded) : transfer;
        return new Reply(request(hop), head, source, settings.maxBody);
    }

    private HttpRequest request(Hop hop) {
        return hop.redirects() == 0 ? request : new RedirectedRequest(request, hop);
    }

    private Transfer send(Hop hop, Proxy proxy) throws IOException {
        boolean http2 = settings.http2 && request.version().orElse(client.version()) == Version.HTTP_2;
        HeaderList lines = hop.headers().copy();
        addCookies(hop.uri(), lines);
        client.credentials().addTo(lines, hop.uri(), proxy);
        if (lines.get("User-Agent") == null) {
            lines.append("User-Agent", AGENT);
        }
        if (settings.decodes && lines.get("Accept-Encoding") == null) {
            lines.append("Accept-Encoding", ContentDecoding.ACCEPTED);
        }
        clock.awaitsHead(request.timeout().map(HubHttpClient::nanos).orElse(Long.MAX_VALUE));
        var outgoing = new Outgoing(hop.method(), hop.uri(), lines, hop.body(), request.expectContinue());
        return Transfer.send(pool.of(Origin.of(hop.uri(), proxy, http2)), outgoing, clock, _ -> {});
    }

    private Proxy proxy(URI uri) {
        if (settings.unixSocket != null) {
            return Proxy.NO_PROXY;
        }
        ProxySelector selector = client.proxySelector();
        List<Proxy> proxies = selector == null ? List.of() : selector.select(uri);
        return proxies == null || proxies.isEmpty() ? Proxy.NO_PROXY : proxies.getFirst();
    }

    private void addCookies(URI uri, HeaderList lines) throws IOException {
        CookieHandler handler = client.cookieHandler().orElse(null);
        if (handler == null) {
            return;
        }
        Map<String, List<String>> given =
                handler.get(uri, ReplyHead.headers(lines).map());
        given.forEach((name, values) -> {
            if (!values.isEmpty() && (name.equalsIgnoreCase("Cookie") || name.equalsIgnoreCase("Cookie2"))) {
                String own = lines.get(name);
                String all = String.join("; ", values);
                lines.set(name, own == null ? all : own + "; " + all);
            }
        });
    }

    private void storeCookies(URI uri, ReplyHead head) throws IOException {
        CookieHandler handler = client.cookieHandler().orElse(null);
        if (handler != null) {
            HttpHeaders headers = ReplyHead.headers(head.lines().copy());
            handler.put(uri, headers.map());
        }
    }

    /** Reads a short body, so that the connection can be used for the next request. */
    private static void skip(ReplyHead head, Transfer transfer) throws IOException {
        String length = head.header("Content-Length");
        if (length != null && length.length() > 5) {
            return;
        }
        int skipped = 0;
        for (ByteBuffer next = transfer.next(); next != null; next = transfer.next()) {
            skipped += next.remaining();
            if (skipped > MAX_SKIPPED) {
                return;
            }
        }
    }

    /** Returns the version that is asked for, if a request names none. */
    static Version preferred(@Nullable Version chosen) {
        return chosen == null ? Version.HTTP_2 : chosen;
    }
}
