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
 * What a request is: the variables of CGI, headers as {@code HTTP_...}, and what WSGI adds.
 *
 * <p>Texts are of Latin-1 characters that stand for bytes, as PEP 3333 wants it. As text it shows who asks; the other
 * values may be secret and are left out.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent {@code environ}, {@code gevent.pywsgi.WSGISecureEnviron}
 */
public final class Environ extends AbstractMap<String, Object> {

    private static final Set<String> SHOWN = Set.of("REMOTE_ADDR", "REMOTE_PORT", "HTTP_HOST");

    private final Map<String, Object> values = new LinkedHashMap<>(64);

    /** Makes an empty one. */
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
     * Returns a value that is a text.
     *
     * @param name its name
     * @return the text, empty if there is none
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
     * @return where errors are printed
     */
    public PrintStream errors() {
        return values.get("wsgi.errors") instanceof PrintStream out ? out : System.err;
    }

    /** {@return who asks, and how many values are not shown} */
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
