// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import io.jevent.http.Headers;
import io.jevent.http.Request;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Creates the environ of a request. */
final class Environs {

    private static final int MAX_NAMES = 1000;
    private static final Map<String, String> NAMES = new ConcurrentHashMap<>();

    private Environs() {}

    static Environ of(Request request, PrintStream errors) {
        var environ = new Environ();
        String target = request.target();
        environ.put("GATEWAY_INTERFACE", "CGI/1.1");
        environ.put("SERVER_SOFTWARE", "jevent");
        environ.put("SCRIPT_NAME", "");
        environ.put("REQUEST_METHOD", request.method());
        environ.put("PATH_INFO", unescaped(pathOf(request, target)));
        environ.put("QUERY_STRING", request.query());
        environ.put("SERVER_PROTOCOL", request.protocol());
        addAddress(environ, "SERVER_NAME", "SERVER_PORT", request.localAddress().orElse(null));
        addAddress(
                environ, "REMOTE_ADDR", "REMOTE_PORT", request.remoteAddress().orElse(null));
        environ.put("wsgi.version", java.util.List.of(1, 0));
        environ.put("wsgi.url_scheme", request.isSecure() ? "https" : "http");
        environ.put("wsgi.multithread", false);
        environ.put("wsgi.multiprocess", false);
        environ.put("wsgi.run_once", false);
        environ.put("wsgi.errors", errors);
        environ.put("wsgi.input", request.body());
        environ.put("wsgi.input_terminated", true);
        addHeaders(environ, request.headers());
        return environ;
    }

    private static String pathOf(Request request, String target) {
        if (!target.startsWith("/")) {
            return new String(request.path().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    private static void addAddress(Environ environ, String host, String port, @Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress ip && ip.getAddress() != null) {
            environ.put(host, ip.getAddress().getHostAddress());
            environ.put(port, Integer.toString(ip.getPort()));
        } else {
            environ.put(host, address == null ? "" : address.toString());
            environ.put(port, "");
        }
    }

    /**
     * Adds the headers. Repeated ones are joined at the end: appending each line to a String would copy the earlier
     * ones each time.
     */
    private static void addHeaders(Environ environ, Headers headers) {
        var repeated = new HashMap<String, StringBuilder>();
        headers.forEach((name, value) -> {
            if (name.indexOf('_') >= 0) {
                return;
            }
            String key = keyOf(name);
            String first = environ.text(key);
            if (first.isEmpty()) {
                environ.put(key, value);
            } else {
                repeated.computeIfAbsent(key, _ -> new StringBuilder(first))
                        .append(key.equals("HTTP_COOKIE") ? "; " : ",")
                        .append(value);
            }
        });
        repeated.forEach((key, joined) -> environ.put(key, joined.toString()));
    }

    private static String keyOf(String name) {
        String key = NAMES.get(name);
        if (key == null) {
            key = name.toUpperCase(Locale.ROOT).replace('-', '_');
            if (!key.equals("CONTENT_TYPE") && !key.equals("CONTENT_LENGTH")) {
                key = "HTTP_" + key;
            }
            if (NAMES.size() < MAX_NAMES) {
                NAMES.put(name, key);
            }
        }
        return key;
    }

    /** Decodes percent-encoded bytes into Latin-1 characters. */
    private static String unescaped(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        var text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' && i + 2 < path.length()) {
                text.append((char) Integer.parseInt(path, i + 1, i + 3, 16));
                i += 2;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
