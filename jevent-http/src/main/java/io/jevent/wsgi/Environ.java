// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The environ of a request: CGI variables, headers as {@code HTTP_...}, and the variables of WSGI.
 *
 * <p>Strings consist of Latin-1 characters that represent bytes, as PEP 3333 requires. {@link #toString} shows only the
 * client's address; the other values may be secret.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent {@code environ}, {@code gevent.pywsgi.WSGISecureEnviron}
 * @since 0.1
 */
public final class Environ extends AbstractMap<String, Object> {

    private static final Set<String> SHOWN = Set.of("REMOTE_ADDR", "REMOTE_PORT", "HTTP_HOST");

    private final Map<String, Object> values = new LinkedHashMap<>(64);

    /** Creates an empty environ. */
    public Environ() {
        super();
    }

    @Override
    public @Nullable Object put(String name, Object value) {
        return values.put(name, value);
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return values.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return values.containsKey(name);
    }

    @Override
    public @Nullable Object remove(@Nullable Object name) {
        return values.remove(name);
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return values.entrySet();
    }

    /**
     * Returns a string value.
     *
     * @param name its name
     * @return the value; empty if there is none
     */
    public String text(String name) {
        return values.get(name) instanceof String text ? text : "";
    }

    /**
     * Returns {@code wsgi.input}.
     *
     * @return the body of the request
     */
    public InputStream input() {
        return values.get("wsgi.input") instanceof InputStream in ? in : InputStream.nullInputStream();
    }

    /**
     * Returns {@code wsgi.errors}.
     *
     * @return the stream for error messages
     */
    public PrintStream errors() {
        return values.get("wsgi.errors") instanceof PrintStream out ? out : System.err;
    }

    /** {@return the client's address, and the number of values that are not shown} */
    @Override
    public String toString() {
        var text = new StringBuilder("Environ{");
        for (String name : new TreeSet<>(SHOWN)) {
            if (values.containsKey(name)) {
                text.append(name).append('=').append(values.get(name)).append(", ");
            }
        }
        long hidden =
                values.keySet().stream().filter(name -> !SHOWN.contains(name)).count();
        return text.append("(hidden keys: ").append(hidden).append(")}").toString();
    }
}
