// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.http.json.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call in preparation: its methods add to the request, {@link #send} makes it.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @since 0.1
 */
public final class HttpCall {

    private final HubHttpClient client;
    private final HttpRequest.Builder request = HttpRequest.newBuilder();
    private final String method;
    private final String address;
    private final StringBuilder query = new StringBuilder();
    private @Nullable BodyPublisher body;
    private @Nullable String type;

    HttpCall(HubHttpClient client, String method, String address) {
        this.client = client;
        this.method = method;
        this.address = address;
        var _ = request.uri(URI.create(address)); // throws early
    }

    /**
     * Adds a parameter to the query.
     *
     * @param name the name
     * @param value the value; both are encoded
     * @return this call
     * @switches never
     * @gevent {@code params=}
     */
    public HttpCall query(String name, String value) {
        query.append(query.isEmpty() ? "" : "&")
                .append(encoded(name))
                .append('=')
                .append(encoded(value));
        return this;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Adds a header line.
     *
     * @param name the name
     * @param value the value
     * @return this call
     * @throws IllegalArgumentException if one is malformed, or the client sets the header itself
     * @switches never
     * @gevent {@code headers=}
     */
    public HttpCall header(String name, String value) {
        var _ = request.header(name, value);
        return this;
    }

    /**
     * Sends a name and a password with the request, without waiting for the server to ask (RFC 7617).
     *
     * @param user the name
     * @param password the password
     * @return this call
     * @switches never
     * @gevent {@code auth=(user, password)}
     */
    public HttpCall basic(String user, String password) {
        var _ = request.setHeader("Authorization", Credentials.basic(user, password));
        return this;
    }

    /**
     * Sends a bearer token with the request (RFC 6750).
     *
     * @param token the token
     * @return this call
     * @switches never
     */
    public HttpCall bearer(String token) {
        var _ = request.setHeader("Authorization", "Bearer " + token);
        return this;
    }

    /**
     * Limits the time until the head of the response has arrived.
     *
     * @param limit the time
     * @return this call
     * @throws IllegalArgumentException if it is not longer than zero
     * @switches never
     * @gevent {@code timeout=}
     */
    public HttpCall timeout(Duration limit) {
        var _ = request.timeout(limit);
        return this;
    }

    /**
     * Sets the preferred version of HTTP.
     *
     * @param version the version
     * @return this call
     * @switches never
     */
    public HttpCall version(Version version) {
        var _ = request.version(version);
        return this;
    }

    /**
     * Lets the server refuse the body before it is sent.
     *
     * @return this call
     * @switches never
     */
    public HttpCall expectContinue() {
        var _ = request.expectContinue(true);
        return this;
    }

    /**
     * Sets a text as the body, in UTF-8.
     *
     * @param text the text
     * @return this call
     * @switches never
     * @gevent {@code data=}
     */
    public HttpCall body(String text) {
        return body("text/plain; charset=utf-8", BodyPublishers.ofString(text));
    }

    /**
     * Sets bytes as the body.
     *
     * @param bytes the bytes, which must not change until the call has ended
     * @return this call
     * @switches never
     */
    public HttpCall body(byte[] bytes) {
        return body("application/octet-stream", BodyPublishers.ofByteArray(bytes));
    }

    /**
     * Sets a stream as the body, which is read as the server takes it.
     *
     * @param stream returns the stream, which the client closes
     * @return this call
     * @switches never
     */
    public HttpCall body(Supplier<? extends InputStream> stream) {
        return body("application/octet-stream", BodyPublishers.ofInputStream(stream));
    }

    /**
     * Sets a file as the body.
     *
     * @param file the file
     * @return this call
     * @throws IOException if it cannot be read
     * @switches when it has to wait
     */
    public HttpCall body(Path file) throws IOException {
        return body("application/octet-stream", BodyPublishers.ofFile(file));
    }

    /**
     * Sets the body.
     *
     * @param mediaType the value of Content-Type
     * @param publisher the body
     * @return this call
     * @switches never
     */
    public HttpCall body(String mediaType, BodyPublisher publisher) {
        type = mediaType;
        body = publisher;
        return this;
    }

    /**
     * Sets the fields of a form as the body.
     *
     * @param fields names and values, which are encoded
     * @return this call
     * @switches never
     * @gevent {@code data={...}}
     */
    public HttpCall form(Map<String, String> fields) {
        var text = new StringBuilder();
        fields.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
        return body("application/x-www-form-urlencoded", BodyPublishers.ofString(text.toString()));
    }

    /**
     * Sets an object as the body, written as JSON by {@link JsonCodec#installed}.
     *
     * @param value the object
     * @return this call
     * @throws IllegalStateException if the program has no JSON library
     * @throws io.jevent.http.json.JsonException if the object cannot be written
     * @switches never
     * @gevent {@code json=}
     */
    public HttpCall json(@Nullable Object value) {
        return body(
                "application/json",
                BodyPublishers.ofByteArray(JsonCodec.installed().encode(value)));
    }

    /**
     * Returns the request as it is prepared.
     *
     * @return the request
     * @switches never
     */
    public HttpRequest request() {
        HttpRequest.Builder copy = request.copy();
        if (!query.isEmpty()) {
            int fragment = address.indexOf('#');
            String base = fragment < 0 ? address : address.substring(0, fragment);
            var _ = copy.uri(URI.create(base + (base.indexOf('?') < 0 ? "?" : "&") + query));
        }
        BodyPublisher publisher = body;
        var _ = copy.method(method, publisher == null ? BodyPublishers.noBody() : publisher);
        HttpRequest made = copy.build();
        String mediaType = type;
        if (mediaType != null && made.headers().firstValue("Content-Type").isEmpty()) {
            made = copy.header("Content-Type", mediaType).build();
        }
        return made;
    }

    /**
     * Makes the call, and returns when the head of the response has arrived, whatever its status.
     *
     * @return the response, which the caller reads or closes
     * @throws IOException as {@link HubHttpClient#call}
     * @switches when it has to wait
     */
    public Reply send() throws IOException {
        return client.call(request());
    }

    /**
     * Makes the call and returns the body as text.
     *
     * @return the text
     * @throws HttpStatusException if the status is 400 or above
     * @throws IOException if the call fails
     * @switches when it has to wait
     */
    public String text() throws IOException {
        return send().requireOk().text();
    }

    /**
     * Makes the call and returns the body.
     *
     * @return the bytes
     * @throws HttpStatusException if the status is 400 or above
     * @throws IOException if the call fails
     * @switches when it has to wait
     */
    public byte[] bytes() throws IOException {
        return send().requireOk().bytes();
    }

    /**
     * Makes the call and reads the body as JSON.
     *
     * @param <T> the type of the object
     * @param wanted the type of the object
     * @return the object
     * @throws HttpStatusException if the status is 400 or above
     * @throws IOException as {@link Reply#json}
     * @switches when it has to wait
     * @gevent {@code json()}
     */
    public <T> T json(Class<T> wanted) throws IOException {
        if (request().headers().firstValue("Accept").isEmpty()) {
            var _ = header("Accept", "application/json");
        }
        return send().requireOk().json(wanted);
    }

    /**
     * Makes the call for server-sent events.
     *
     * @return the events, which the caller closes
     * @throws HttpStatusException if the status is 400 or above
     * @throws IOException if the call fails, or the response is no stream of events
     * @switches when it has to wait
     */
    public EventReader events() throws IOException {
        if (request().headers().firstValue("Accept").isEmpty()) {
            var _ = header("Accept", "text/event-stream");
        }
        return send().requireOk().events();
    }

    @Override
    public String toString() {
        return method + " " + address;
    }
}
