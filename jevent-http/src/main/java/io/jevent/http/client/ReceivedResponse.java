// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A response with its body. */
final class ReceivedResponse<T extends @Nullable Object> implements HttpResponse<T> {

    private final Reply reply;
    private final T body;

    ReceivedResponse(Reply reply, T body) {
        this.reply = reply;
        this.body = body;
    }

    @Override
    public int statusCode() {
        return reply.status();
    }

    @Override
    public HttpRequest request() {
        return reply.request();
    }

    @Override
    @SuppressWarnings("unchecked") // earlier responses have no body
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.ofNullable((HttpResponse<T>) reply.head().previous());
    }

    @Override
    public HttpHeaders headers() {
        return reply.headers();
    }

    @Override
    public T body() {
        return body;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return reply.sslSession();
    }

    @Override
    public URI uri() {
        return reply.uri();
    }

    @Override
    public Version version() {
        return reply.version();
    }

    @Override
    public String toString() {
        return reply.toString();
    }
}
