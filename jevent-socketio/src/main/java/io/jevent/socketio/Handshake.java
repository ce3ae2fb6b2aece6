// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.Parameters;
import io.jevent.http.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The request with which a client has opened its connection.
 *
 * <p><b>Confinement:</b> immutable, except the values of {@link #attribute}.
 *
 * @gevent {@code flask.request} in a handler of flask-socketio
 * @since 0.1
 */
public final class Handshake {

    private final Map<String, List<String>> headers = new HashMap<>();
    private final Map<String, String> cookies = new HashMap<>();
    private final Map<String, Object> attributes;
    private final Parameters parameters;
    private final String remoteHost;
    private final boolean secure;
    private final Optional<String> user;

    private Handshake(Request request) {
        request.headers()
                .forEach((name, value) -> headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(value));
        for (String line : headers.getOrDefault("cookie", List.of())) {
            for (String pair : line.split(";", -1)) {
                String name = pair.split("=", 2)[0].strip();
                request.cookie(name).ifPresent(value -> cookies.put(name, value));
            }
        }
        attributes = Map.copyOf(request.attributes());
        parameters = request.parameters();
        remoteHost = request.remoteHost();
        secure = request.isSecure();
        user = request.user();
    }

    static Handshake of(Request request) {
        return new Handshake(request);
    }

    /**
     * Returns a header.
     *
     * @param name its name, in any case
     * @return its first value, or empty if there is none
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /**
     * Returns a cookie that the client has sent.
     *
     * @param name its name
     * @return its value, or empty if there is none
     */
    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    /**
     * Returns a parameter of the query.
     *
     * @param name its name
     * @return its first value, or empty if there is none
     */
    public Optional<String> parameter(String name) {
        return parameters.first(name);
    }

    /**
     * Returns a value that a filter has put into the {@linkplain Request#attributes() attributes} of the request.
     *
     * @param name its name
     * @return the value, or empty if there is none
     */
    public Optional<Object> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /**
     * Returns the IP address of the client, as {@link Request#remoteHost()} does.
     *
     * @return the address, or {@code -} if it has none
     */
    public String remoteHost() {
        return remoteHost;
    }

    /**
     * Returns whether the client used TLS.
     *
     * @return true for https
     */
    public boolean isSecure() {
        return secure;
    }

    /**
     * Returns the name of the user, if a filter has set it.
     *
     * @return the name; empty for an unknown user
     */
    public Optional<String> user() {
        return user;
    }
}
