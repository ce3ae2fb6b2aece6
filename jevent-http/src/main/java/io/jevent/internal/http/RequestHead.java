// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

/** A decoded request without its body, and what the check of its head found out. */
final class RequestHead extends DefaultHttpRequest {

    /** The body has chunks, and tells its end itself. */
    static final long CHUNKED = -2;

    /** There is no body. */
    static final long NO_BODY = -1;

    /** The length of the body, or {@link #CHUNKED} or {@link #NO_BODY}. */
    final long bodyLength;

    final boolean keepAlive;
    final boolean expectsContinue;
    final boolean isHttp10;

    /** The client would like to speak something else on this connection from here on. */
    final boolean wantsUpgrade;

    RequestHead(HttpVersion version, HttpMethod method, String target, HttpHeadersFactory headers, HeadCheck check) {
        super(version, method, target, headers);
        bodyLength = check.bodyLength();
        keepAlive = check.keepAlive();
        expectsContinue = check.expectsContinue();
        isHttp10 = check.isHttp10();
        wantsUpgrade = check.wantsUpgrade();
    }

    boolean hasBody() {
        return bodyLength > 0 || bodyLength == CHUNKED;
    }

    /** The same head is no other's. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
