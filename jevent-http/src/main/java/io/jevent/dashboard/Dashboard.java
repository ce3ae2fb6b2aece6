// SPDX-License-Identifier: Apache-2.0
package io.jevent.dashboard;

import io.jevent.http.AccessLog;
import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.http.SetCookie;
import io.jevent.http.StaticFiles;
import io.jevent.http.security.SecurityHeaders;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.monitor.BlockingReport;
import io.jevent.server.BaseServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A page that shows the hubs of this program live: their greenlets and what each waits for, how fast they switch and
 * how late they answer, servers, and the code that blocks a hub.
 *
 * <p>It listens on the loopback interface, and only those who have its token may see it: the page shows names,
 * addresses and stacks of the program.
 *
 * <p>A hub is asked by a callback, about once a second while a page is open; if it does not answer, the page shows the
 * code that holds it.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class Dashboard implements AutoCloseable {

    private static final String COOKIE = "jevent-dashboard";
    /** Not the name of a package, whose resources a module would hide. */
    private static final String RESOURCES = "META-INF/jevent/dashboard";

    private static final int TOKEN_BYTES = 16;
    private static final int MOST_BLOCKED = 30;
    private static final Duration BLOCKED = Duration.ofMillis(100);

    private final List<BaseServer> servers = new CopyOnWriteArrayList<>();
    private final Map<String, Supplier<String>> texts = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedDeque<Blocked> blocked = new ConcurrentLinkedDeque<>();
    private final String token;
    private final HttpServer server;
    private final Consumer<BlockingReport> listener = this::add;
    private final BlockingMonitor monitor;

    private Dashboard(String address) {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        token = HexFormat.of().formatHex(bytes);
        server = new HttpServer(address, routes().filter(this::authenticate), HttpOptions.DEFAULTS.log(AccessLog.NONE));
        monitor = BlockingMonitor.start(BLOCKED, listener);
    }

    /**
     * Serves the page on a free port of the loopback interface.
     *
     * @return the page; {@link #url} is its address
     * @throws IOException if there is no free port
     */
    public static Dashboard open() throws IOException {
        return open("127.0.0.1:0");
    }

    /**
     * Serves the page at an address. Its requests are handled on the calling hub. It also watches for code that blocks
     * a hub for 100 ms.
     *
     * @param address the address to listen on; everybody who can reach it and knows the token sees the page
     * @return the page; {@link #url} is its address
     * @throws IOException if the address is in use
     * @throws IllegalArgumentException if it is not an address
     */
    public static Dashboard open(String address) throws IOException {
        var dashboard = new Dashboard(address);
        try {
            dashboard.server.start();
        } catch (IOException | RuntimeException e) {
            dashboard.monitor.close();
            throw e;
        }
        return dashboard;
    }

    /**
     * Shows a server on the page.
     *
     * @param watched the server
     * @return this
     */
    public Dashboard watch(BaseServer watched) {
        servers.add(watched);
        return this;
    }

    /**
     * Shows a text of the program on the page, such as the report of a cluster.
     *
     * @param title the heading over it; a second text of the same title replaces the first
     * @param text returns the text; called in a greenlet of the page's hub, about once a second while a page is open.
     *     If it fails, the page shows its exception.
     * @return this
     */
    public Dashboard show(String title, Supplier<String> text) {
        texts.put(title, text);
        return this;
    }

    /**
     * Returns the address of the page, with its token. Give it only to those who may see the page.
     *
     * @return the address
     */
    public String url() {
        var at = (InetSocketAddress) server.address();
        String host = at.getAddress().isAnyLocalAddress()
                ? "localhost"
                : at.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + at.getPort() + "/?token=" + token;
    }

    /** Lets in those who have the token: in the address the first time, in a cookie from then on. */
    private void authenticate(Request request, Response response, Handler next) throws Exception {
        String given = request.parameter("token").orElse("");
        if (isToken(given)) {
            response.cookie(SetCookie.of(COOKIE, token).sameSiteOnly());
            response.redirect("./");
        } else if (isToken(request.cookie(COOKIE).orElse(""))) {
            next.handle(request, response);
        } else {
            throw new HttpException(403, "open the address with the token that the program has printed");
        }
    }

    private boolean isToken(String given) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private Routes routes() {
        Filter headers =
                SecurityHeaders.DEFAULTS.contentPolicy("default-src 'self'; img-src data:; frame-ancestors 'none'");
        return new Routes()
                .get("/data", this::data)
                .files("/", StaticFiles.ofResources(Dashboard.class, RESOURCES))
                .filter(headers);
    }

    private void data(Request request, Response response) throws IOException {
        response.type("application/json").header("Cache-Control", "no-store");
        response.send(Snapshot.take(servers, texts, List.copyOf(blocked)));
    }

    /** A report, and when it came. */
    record Blocked(java.time.LocalTime at, BlockingReport report) {}

    private void add(BlockingReport report) {
        Blocked before = blocked.peekFirst();
        if (before != null && isSame(before.report, report)) {
            blocked.pollFirst(); // a monitor reports a longer hold again
        }
        blocked.addFirst(new Blocked(java.time.LocalTime.now(java.time.ZoneId.systemDefault()), report));
        while (blocked.size() > MOST_BLOCKED) {
            blocked.pollLast();
        }
    }

    private static boolean isSame(BlockingReport before, BlockingReport report) {
        return before.hub() == report.hub()
                && before.holder().name().equals(report.holder().name())
                && before.time().compareTo(report.time()) < 0;
    }

    /** Stops serving the page and watching the hubs. */
    @Override
    public void close() {
        monitor.close();
        server.close();
    }

    @Override
    public String toString() {
        return "dashboard at " + server;
    }
}
