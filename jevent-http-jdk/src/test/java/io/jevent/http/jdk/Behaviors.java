// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import static io.jevent.http.jdk.Behavior.same;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table of behaviors in which the two servers are compared. */
final class Behaviors {

    private static final String LAST = "Connection: close\n\n";

    private Behaviors() {}

    static String get(String target) {
        return "GET " + target + " HTTP/1.1\nHost: a\n" + LAST;
    }

    private static Behavior.Setup root(HttpHandler handler) {
        return server -> server.createContext("/", handler);
    }

    static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    static List<Behavior> bodies() {
        return List.of(
                same("a body of known length", root(exchange -> answer(exchange, "hello")), get("/")),
                same(
                        "a body of known length in parts, closed by the exchange",
                        root(exchange -> {
                            exchange.sendResponseHeaders(200, 6);
                            exchange.getResponseBody().write("abc".getBytes(StandardCharsets.UTF_8));
                            exchange.getResponseBody().flush();
                            exchange.getResponseBody().write("def".getBytes(StandardCharsets.UTF_8));
                            exchange.close();
                        }),
                        get("/")),
                same(
                        "a body of open length",
                        root(exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write("abc".getBytes(StandardCharsets.UTF_8));
                            exchange.close();
                        }),
                        get("/")),
                same(
                        "an empty body of open length",
                        root(exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.close();
                        }),
                        get("/")),
                same("no body", root(exchange -> exchange.sendResponseHeaders(200, -1)), get("/")),
                same("204", root(exchange -> exchange.sendResponseHeaders(204, -1)), get("/")),
                same("204 with a length", root(exchange -> exchange.sendResponseHeaders(204, 3)), get("/")),
                same("304", root(exchange -> exchange.sendResponseHeaders(304, -1)), get("/")),
                same(
                        "304 with the length of the content that it stands for",
                        root(exchange -> {
                            exchange.getResponseHeaders().set("Content-Length", "7");
                            exchange.sendResponseHeaders(304, -1);
                        }),
                        get("/")),
                same(
                        "the length that is passed wins over the header",
                        root(exchange -> {
                            exchange.getResponseHeaders().set("Content-Length", "99");
                            answer(exchange, "hello");
                        }),
                        get("/")),
                same("a large body", root(exchange -> answer(exchange, "0123456789".repeat(100_000))), get("/")));
    }

    static List<Behavior> heads() {
        return List.of(
                same(
                        "HEAD with a length in the headers",
                        root(exchange -> {
                            exchange.getResponseHeaders().set("Content-Length", "7");
                            exchange.sendResponseHeaders(200, -1);
                        }),
                        "HEAD / HTTP/1.1\nHost: a\n" + LAST),
                same(
                                "HEAD without a length",
                                root(exchange -> exchange.sendResponseHeaders(200, -1)),
                                "HEAD / HTTP/1.1\nHost: a\n" + LAST)
                        .but(
                                "jevent announces the framing that a GET would get",
                                text -> text.startsWith("HTTP/1.1 200\nconnection: close\n\n")
                                        || text.startsWith("HTTP/1.1 200\n\n"),
                                text -> text.contains("transfer-encoding: chunked") && text.endsWith("\n\n<cut>\n")),
                same(
                        "the response to HEAD has no body",
                        root(exchange -> {
                            exchange.getResponseHeaders().set("Content-Length", "5");
                            exchange.sendResponseHeaders(200, 5);
                            try {
                                exchange.getResponseBody().write(1);
                            } catch (IOException e) {
                                exchange.close();
                            }
                        }),
                        "HEAD / HTTP/1.1\nHost: a\n" + LAST));
    }

    static List<Behavior> headers() {
        return List.of(
                same(
                        "headers of the response",
                        root(exchange -> {
                            exchange.getResponseHeaders().add("x-a", "1");
                            exchange.getResponseHeaders().add("X-A", "2");
                            exchange.getResponseHeaders().add("Set-Cookie", "a=b");
                            exchange.getResponseHeaders().set("Content-type", "text/plain; charset=utf-8");
                            exchange.getResponseHeaders().set("X-Latin", "\u00e9");
                            answer(exchange, "x");
                        }),
                        get("/")),
                same(
                        "headers of the request",
                        root(exchange -> answer(exchange, sorted(exchange.getRequestHeaders()))),
                        "GET / HTTP/1.1\nHost: a\nx-one: 1\nX-ONE: 2\nAccept: text/html ,  b\n" + LAST),
                same(
                        "the headers of the request cannot be changed",
                        root(exchange -> answer(
                                exchange,
                                failure(() -> exchange.getRequestHeaders().add("a", "b")))),
                        get("/")),
                same(
                        "request line",
                        root(exchange -> answer(
                                exchange,
                                exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                                        + exchange.getRequestURI().getPath() + " "
                                        + exchange.getProtocol().replace('/', '-') + " "
                                        + exchange.getRemoteAddress()
                                                .getAddress()
                                                .isLoopbackAddress() + " "
                                        + (exchange.getLocalAddress().getPort()
                                                == exchange.getHttpContext()
                                                        .getServer()
                                                        .getAddress()
                                                        .getPort()))),
                        "BREW /a%20b?c=%26d HTTP/1.1\nHost: a\n" + LAST),
                same(
                        "Connection: close of the handler",
                        root(exchange -> {
                            exchange.getResponseHeaders().set("Connection", "close");
                            answer(exchange, "bye");
                        }),
                        "GET / HTTP/1.1\nHost: a\n\n"),
                same(
                        "two requests on a connection",
                        root(exchange ->
                                answer(exchange, exchange.getRequestURI().toString())),
                        "GET /1 HTTP/1.1\nHost: a\n\n" + get("/2")));
    }

    private static String sorted(Map<String, List<String>> headers) {
        return new TreeMap<>(headers).toString();
    }

    /** An action that may fail. */
    @FunctionalInterface
    private interface Attempt {
        void make() throws Exception;
    }

    private static String failure(Attempt attempt) {
        try {
            attempt.make();
            return "no failure";
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    static List<Behavior> contexts() {
        HttpHandler path =
                exchange -> answer(exchange, exchange.getHttpContext().getPath());
        Behavior.Setup several = server -> {
            server.createContext("/a", path);
            server.createContext("/a/b", path);
            server.createContext("/a/b/c/", path);
        };
        return List.of(
                same("the longest prefix", several, get("/a/b/x")),
                same("a prefix need not end at a slash", several, get("/abc")),
                same("a slash at the end counts", several, get("/a/b/c")),
                same("the decoded path counts", several, get("/%61/b")),
                same("no context", several, get("/b")),
                same("the path of an asterisk", several, "OPTIONS * HTTP/1.1\nHost: a\n" + LAST),
                same("a context without a handler", server -> server.createContext("/"), get("/")),
                same(
                        "a context that was removed",
                        server -> {
                            server.createContext("/x", path);
                            server.createContext("/y", path);
                            server.removeContext("/x");
                        },
                        get("/x")),
                same("failures of the table of contexts", Behaviors::refusals, get("/")),
                same(
                        "attributes of the context",
                        server -> server.createContext(
                                        "/", exchange -> answer(exchange, String.valueOf(exchange.getAttribute("a"))))
                                .getAttributes()
                                .put("a", "b"),
                        get("/")),
                same(
                                "attributes of an exchange",
                                root(exchange -> {
                                    Object before = exchange.getAttribute("n");
                                    exchange.setAttribute("n", "set");
                                    answer(exchange, before + " " + exchange.getAttribute("n"));
                                }),
                                "GET /1 HTTP/1.1\nHost: a\n\n" + get("/2"))
                        .but(
                                "the JDK keeps them in the context, where all exchanges see them",
                                text -> text.contains("null set") && text.contains("set set"),
                                text -> text.contains("null set") && !text.contains("set set")));
    }

    private static void refusals(HttpServer server) {
        HttpHandler none = exchange -> {};
        var seen = new StringBuilder();
        server.createContext("/", exchange -> answer(exchange, seen.toString()));
        List<Attempt> attempts = List.of(
                () -> server.createContext("/", none),
                () -> server.createContext("a", none),
                () -> server.createContext(null, none),
                () -> server.createContext("/n", null),
                () -> server.removeContext("/missing"),
                () -> server.removeContext((String) null),
                () -> server.createContext("/h", none).setHandler(none),
                () -> server.bind(server.getAddress(), 0),
                () -> server.stop(-1),
                () -> server.createContext("/f").getFilters().add(null));
        attempts.forEach(attempt -> seen.append(failure(attempt)).append(' '));
    }

    static List<Behavior> filters() {
        return List.of(
                same(
                        "the order of filters",
                        server -> {
                            var context = server.createContext(
                                    "/", exchange -> answer(exchange, exchange.getAttribute("trace") + "handler"));
                            context.getFilters().add(tracing("first"));
                            context.getFilters().add(tracing("second"));
                        },
                        get("/")),
                same(
                        "a filter that responds",
                        server -> server.createContext("/", exchange -> answer(exchange, "no"))
                                .getFilters()
                                .add(answering()),
                        get("/")),
                same(
                        "a filter that replaces the streams",
                        server -> server.createContext("/", Behaviors::echo)
                                .getFilters()
                                .add(shouting()),
                        "POST / HTTP/1.1\nHost: a\nContent-Length: 3\n" + LAST + "abc"),
                same(
                        "a handler of HttpHandlers",
                        server -> server.createContext(
                                "/",
                                HttpHandlers.handleOrElse(
                                        request -> request.getRequestMethod().equals("PUT"),
                                        HttpHandlers.of(200, com.sun.net.httpserver.Headers.of("a", "b"), "put"),
                                        HttpHandlers.of(405, com.sun.net.httpserver.Headers.of("Allow", "PUT"), ""))),
                        get("/")),
                same("Basic authentication without credentials", Behaviors::secret, get("/")),
                same(
                        "Basic authentication with the wrong ones",
                        Behaviors::secret,
                        "GET / HTTP/1.1\nHost: a\nAuthorization: Basic dXNlcjp3cm9uZw==\n" + LAST),
                same(
                        "Basic authentication",
                        Behaviors::secret,
                        "GET / HTTP/1.1\nHost: a\nAuthorization: Basic dXNlcjpwYXNz\n" + LAST),
                same(
                        "malformed credentials",
                        Behaviors::secret,
                        "GET / HTTP/1.1\nHost: a\nAuthorization: Digest x\n" + LAST));
    }

    private static void secret(HttpServer server) {
        server.createContext(
                        "/",
                        exchange -> answer(
                                exchange,
                                exchange.getPrincipal().getUsername() + "@"
                                        + exchange.getPrincipal().getRealm()))
                .setAuthenticator(new BasicAuthenticator("realm") {
                    @Override
                    public boolean checkCredentials(String user, String password) {
                        return user.equals("user") && password.equals("pass");
                    }
                });
    }

    private static Filter tracing(String name) {
        return new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                Object before = exchange.getAttribute("trace");
                exchange.setAttribute("trace", (before == null ? "" : before) + name + " ");
                chain.doFilter(exchange);
            }

            @Override
            public String description() {
                return name;
            }
        };
    }

    private static Filter answering() {
        return new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                answer(exchange, "filter");
            }

            @Override
            public String description() {
                return "answers";
            }
        };
    }

    private static Filter shouting() {
        return new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                OutputStream out = exchange.getResponseBody();
                var kept = new ByteArrayOutputStream();
                exchange.setStreams(new ByteArrayInputStream((text + "!").getBytes(StandardCharsets.UTF_8)), kept);
                chain.doFilter(exchange);
                out.write(kept.toString(StandardCharsets.UTF_8)
                        .toUpperCase(Locale.ROOT)
                        .getBytes(StandardCharsets.UTF_8));
                out.close();
            }

            @Override
            public String description() {
                return "shouts";
            }
        };
    }

    static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().close();
    }

    static List<Behavior> requests() {
        return List.of(
                same(
                        "a request with a length",
                        root(Behaviors::echo),
                        "POST / HTTP/1.1\nHost: a\nContent-Length: 5\n" + LAST + "hello"),
                same(
                        "a chunked request",
                        root(Behaviors::echo),
                        "POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n" + LAST + "3\nabc\n2\nde\n0\n\n"),
                same(
                        "an unread body before the next request",
                        root(exchange -> answer(exchange, "ok")),
                        "POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello" + get("/")),
                same(
                                "Expect: 100-continue",
                                root(Behaviors::echo),
                                "POST / HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 5\n" + LAST + "hello")
                        .but(
                                "jevent does not ask for a body that has come (RFC 9110, 10.1.1)",
                                text -> text.startsWith("HTTP/1.1 100"),
                                text -> text.equals("HTTP/1.1 200\ncontent-length: 5\n\nhello\n")),
                same(
                                "Expect: 100-continue for a handler that does not read",
                                root(exchange -> answer(exchange, "no")),
                                "POST / HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 5\n" + LAST + "hello")
                        .but(
                                "jevent asks for a body only when the handler reads it",
                                text -> text.startsWith("HTTP/1.1 100"),
                                text -> text.startsWith("HTTP/1.1 200")),
                same(
                        "HTTP/1.0",
                        root(exchange -> answer(exchange, exchange.getProtocol().replace('/', '-'))),
                        "GET / HTTP/1.0\n\n"),
                same(
                        "HTTP/1.0 and a body of open length",
                        root(exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write("abc".getBytes(StandardCharsets.UTF_8));
                            exchange.close();
                        }),
                        "GET / HTTP/1.0\n\n"));
    }

    static List<Behavior> refusedRequests() {
        return List.of(
                same("a malformed request line", root(exchange -> answer(exchange, "no")), "GET\n\n")
                        .but(
                                "the page of the error",
                                text -> text.startsWith("HTTP/1.1 400"),
                                text -> text.startsWith("HTTP/1.1 400")),
                same("a target that is no URI", root(exchange -> answer(exchange, "no")), get("/a{b}")),
                same(
                                "two lengths",
                                root(exchange -> answer(exchange, "no")),
                                "GET / HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 2\n" + LAST)
                        .but(
                                "the page of the error",
                                text -> text.startsWith("HTTP/1.1 400"),
                                text -> text.startsWith("HTTP/1.1 400")),
                same("a request without a host", root(exchange -> answer(exchange, "hello")), "GET / HTTP/1.1\n" + LAST)
                        .but(
                                "jevent obeys RFC 9110, 7.2",
                                text -> text.startsWith("HTTP/1.1 200"),
                                text -> text.startsWith("HTTP/1.1 400")));
    }

    static List<Behavior> failures() {
        return List.of(
                same(
                        "writing before the head",
                        root(exchange -> answer(
                                exchange,
                                failure(() -> exchange.getResponseBody().write(1)))),
                        get("/")),
                same(
                        "two heads",
                        root(exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            String text = failure(() -> exchange.sendResponseHeaders(200, 0));
                            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
                            exchange.close();
                        }),
                        get("/")),
                same(
                        "too many bytes",
                        root(exchange -> {
                            exchange.sendResponseHeaders(200, 11);
                            String text =
                                    failure(() -> exchange.getResponseBody().write(new byte[12]));
                            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
                            exchange.close();
                        }),
                        get("/")),
                same(
                        "writing after the end",
                        root(exchange -> {
                            exchange.sendResponseHeaders(200, 2);
                            OutputStream out = exchange.getResponseBody();
                            out.write(new byte[] {'o', 'k'});
                            out.close();
                            if (!failure(() -> out.write(1)).equals("IOException")) {
                                throw new IllegalStateException("writing after the end must fail");
                            }
                            out.close();
                            exchange.close();
                            exchange.close();
                        }),
                        get("/")),
                same(
                        "a malformed header",
                        root(exchange -> {
                            String text =
                                    failure(() -> exchange.getResponseHeaders().add("a", "b\nc: d"));
                            answer(exchange, text);
                        }),
                        get("/")));
    }

    static List<Behavior> incomplete() {
        return List.of(
                same(
                        "too few bytes",
                        root(exchange -> {
                            exchange.sendResponseHeaders(200, 5);
                            exchange.getResponseBody().write(1);
                            exchange.getResponseBody().flush();
                            exchange.close();
                        }),
                        get("/")),
                same("no response", root(HttpExchange::close), get("/")),
                same(
                        "a failure in the body",
                        root(exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write(new byte[] {'a'});
                            exchange.getResponseBody().flush();
                            throw new IllegalStateException("expected");
                        }),
                        get("/")),
                same(
                                "a failure before the head",
                                root(exchange -> {
                                    throw new IllegalStateException("expected");
                                }),
                                get("/"))
                        .but(
                                "the JDK closes the connection without a response",
                                String::isEmpty,
                                text -> text.startsWith("HTTP/1.1 500")),
                same(
                                "a status of the 1xx",
                                root(exchange ->
                                        answer(exchange, failure(() -> exchange.sendResponseHeaders(101, -1)))),
                                get("/"))
                        .but(
                                "jevent sends no informational response in place of the final one",
                                text -> text.startsWith("HTTP/1.1 101"),
                                text -> text.contains("IOException")));
    }
}
