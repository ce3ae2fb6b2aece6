// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** The request that a redirect has led to. */
final class RedirectedRequest extends HttpRequest {

    private final HttpRequest first;
    private final Hop hop;

    RedirectedRequest(HttpRequest first, Hop hop) {
        this.first = first;
        this.hop = hop;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return Optional.ofNullable(hop.body());
    }

    @Override
    public String method() {
        return hop.method();
    }

    @Override
    public Optional<Duration> timeout() {
        return first.timeout();
    }

    @Override
    public boolean expectContinue() {
        return first.expectContinue();
    }

    @Override
    public URI uri() {
        return hop.uri();
    }

    @Override
    public Optional<Version> version() {
        return first.version();
    }

    @Override
    public HttpHeaders headers() {
        return ReplyHead.headers(hop.headers());
    }
}
