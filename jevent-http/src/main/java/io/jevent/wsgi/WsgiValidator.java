// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a server and an application obey PEP 3333; a violation throws an {@link AssertionError} that names the
 * rule.
 *
 * <p><b>Confinement:</b> thread-safe if the application is.
 *
 * @gevent Python's {@code wsgiref.validate.validator}
 * @since 0.1
 */
public final class WsgiValidator implements WsgiApplication {

    private static final List<String> REQUIRED = List.of(
            "REQUEST_METHOD",
            "SERVER_NAME",
            "SERVER_PORT",
            "wsgi.version",
            "wsgi.input",
            "wsgi.errors",
            "wsgi.multithread",
            "wsgi.multiprocess",
            "wsgi.run_once");
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailers",
            "transfer-encoding",
            "upgrade");

    private final WsgiApplication application;

    /**
     * Creates a validator.
     *
     * @param application the application
     */
    public WsgiValidator(WsgiApplication application) {
        this.application = application;
    }

    private static void require(boolean rule, String message) {
        if (!rule) {
            throw new AssertionError(message);
        }
    }

    @Override
    public Iterable<byte[]> call(Environ environ, StartResponse startResponse) throws Exception {
        checkEnviron(environ);
        var started = new boolean[1];
        Iterable<byte[]> chunks = application.call(environ, (status, headers, error) -> {
            checkStatus(status);
            checkHeaders(headers);
            checkType(status, headers);
            StartResponse.Write write = startResponse.start(status, headers, error);
            started[0] = true;
            return chunk -> {
                require(chunk != null, "write() needs bytes");
                write.write(chunk);
            };
        });
        require(chunks != null, "The application must return an iterable");
        return new CheckedBody(chunks, started);
    }

    private static void checkEnviron(Environ environ) {
        for (String name : REQUIRED) {
            require(environ.containsKey(name), "Environment missing required key: " + name);
        }
        require(!environ.containsKey("HTTP_CONTENT_TYPE"), "Environment should not have HTTP_CONTENT_TYPE");
        require(!environ.containsKey("HTTP_CONTENT_LENGTH"), "Environment should not have HTTP_CONTENT_LENGTH");
        environ.forEach((name, value) ->
                require(name.indexOf('.') >= 0 || value instanceof String, name + " is not a string: " + value));
        String scheme = environ.text("wsgi.url_scheme");
        require(scheme.equals("http") || scheme.equals("https"), "unknown wsgi.url_scheme: " + scheme);
        require(environ.get("wsgi.input") instanceof InputStream, "wsgi.input must be a stream");
        require(environ.get("wsgi.errors") instanceof PrintStream, "wsgi.errors must be a stream");
        String script = environ.text("SCRIPT_NAME");
        String path = environ.text("PATH_INFO");
        require(script.isEmpty() || script.startsWith("/"), "SCRIPT_NAME does not start with /: " + script);
        require(path.isEmpty() || path.startsWith("/") || path.equals("*"), "PATH_INFO does not start with /: " + path);
        require(!script.equals("/"), "SCRIPT_NAME cannot be '/'; it should be '', and PATH_INFO should be '/'");
        String length = environ.text("CONTENT_LENGTH");
        require(length.chars().allMatch(c -> c >= '0' && c <= '9'), "Invalid CONTENT_LENGTH: " + length);
    }

    private static void checkStatus(String status) {
        String code = status.length() < 3 ? "" : status.substring(0, 3);
        require(
                code.length() == 3 && code.chars().allMatch(c -> c >= '0' && c <= '9'),
                "Status codes must be three characters: " + status);
        require(Integer.parseInt(code) >= 100, "Status code is invalid: " + code);
        require(
                status.length() > 4 && status.charAt(3) == ' ',
                "The status string should be a three-digit integer followed by a single space and a status"
                        + " explanation: " + status);
        require(isPlain(status), "control characters in status: " + status);
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 256 && c != 127);
    }

    private static void checkHeaders(List<? extends Map.Entry<String, String>> headers) {
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            String small = name.toLowerCase(Locale.ROOT);
            require(
                    !small.equals("status"),
                    "The Status header cannot be used; use the status argument: " + header.getValue());
            require(
                    !name.isEmpty() && name.indexOf(':') < 0 && isPlain(name) && name.indexOf(' ') < 0,
                    "Bad header name: " + name);
            require(!name.endsWith("-") && !name.endsWith("_"), "Names may not end in '-' or '_': " + name);
            require(!HOP_BY_HOP.contains(small), "The header is the server's own, not the application's: " + name);
            require(isPlain(header.getValue()), "Bad header value: " + header.getValue() + " (bad char)");
        }
    }

    private static void checkType(String status, List<? extends Map.Entry<String, String>> headers) {
        boolean bodyless = status.startsWith("204") || status.startsWith("304");
        boolean typed = headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase("Content-Type"));
        require(
                !bodyless || !typed,
                "Content-Type header found in a " + status + " response, which must not return content.");
        require(bodyless || typed, "No Content-Type header found in headers: " + headers);
    }

    /** The body, of which no chunk may come before the head, or after the end. */
    private static final class CheckedBody implements Iterable<byte[]>, AutoCloseable {

        private final Iterable<byte[]> chunks;
        private final boolean[] started;
        private boolean iterated;
        private boolean closed;

        CheckedBody(Iterable<byte[]> chunks, boolean[] started) {
            this.chunks = chunks;
            this.started = started;
        }

        @Override
        public Iterator<byte[]> iterator() {
            require(!iterated, "the body must be iterated once");
            iterated = true;
            Iterator<byte[]> iterator = chunks.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    require(!closed, "the body was iterated after close()");
                    boolean more = iterator.hasNext();
                    require(
                            more || started[0],
                            "The application returned and we started iterating over its body, but"
                                    + " startResponse has not yet been called");
                    return more;
                }

                @Override
                public byte[] next() {
                    if (!iterator.hasNext()) {
                        throw new NoSuchElementException("there are no more chunks");
                    }
                    byte @Nullable [] chunk = iterator.next();
                    require(chunk != null, "The chunks of a body must be bytes");
                    require(started[0], "a chunk came before startResponse was called");
                    return chunk;
                }
            };
        }

        @Override
        public void close() throws IOException {
            require(!closed, "close() was called twice");
            closed = true;
            WsgiHandler.close(chunks);
        }
    }
}
