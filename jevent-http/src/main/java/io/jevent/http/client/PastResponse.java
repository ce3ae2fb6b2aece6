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

/** A response before the last one, without its body; and the base of the last one. */
class PastResponse implements HttpResponse<@Nullable Object> {

    private final ReplyHead head;
    private final HttpRequest request;

    PastResponse(ReplyHead head, HttpRequest request) {
        this.head = head;
        this.request = request;
    }

    @Override
    public int statusCode() {
        return head.status();
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    @SuppressWarnings("unchecked") // the type of a body that is always null
    public Optional<HttpResponse<@Nullable Object>> previousResponse() {
        return Optional.ofNullable((HttpResponse<@Nullable Object>) head.previous());
    }

    @Override
    public HttpHeaders headers() {
        return head.headers();
    }

    @Override
    public @Nullable Object body() {
        return null;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.ofNullable(head.sslSession());
    }

    @Override
    public URI uri() {
        return head.uri();
    }

    @Override
    public Version version() {
        return head.version();
    }

    @Override
    public String toString() {
        return "(" + request.method() + " " + uri() + ") " + statusCode();
    }
}
