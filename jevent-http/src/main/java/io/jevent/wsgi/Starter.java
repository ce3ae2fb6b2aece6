// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import io.jevent.http.Response;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code startResponse} of one request. */
final class Starter implements StartResponse {

    private final Response response;
    private boolean started;
    private String status = "";

    Starter(Response response) {
        this.response = response;
    }

    boolean hasSent() {
        return response.isSent();
    }

    @Override
    public Write start(String newStatus, List<? extends Map.Entry<String, String>> headers, @Nullable Throwable error) {
        if (error != null && response.isSent()) {
            throw new IllegalStateException(
                    "the headers were sent already, so the response cannot report the error", error);
        }
        if (started && error == null) {
            throw new IllegalStateException(
                    "startResponse was called before: a second call needs the error that is its reason");
        }
        if (started) {
            response.clearHeaders();
        }
        setStatus(newStatus);
        for (Map.Entry<String, String> header : headers) {
            response.addHeader(header.getKey(), header.getValue());
        }
        started = true;
        return this::write;
    }

    private void setStatus(String text) {
        boolean plain = text.length() >= 4
                && text.charAt(3) == ' '
                && text.substring(0, 3).chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plain) {
            throw new IllegalArgumentException("a status is three digits, a space and a reason phrase: " + text);
        }
        response.status(Integer.parseInt(text, 0, 3, 10), text.substring(4));
        status = text;
    }

    private void requireStarted() {
        if (!started) {
            throw new IllegalStateException("The application did not call startResponse()");
        }
    }

    void write(byte[] chunk) throws IOException {
        requireStarted();
        if (chunk.length == 0) {
            return;
        }
        if (hasNoBody()) {
            throw new IllegalStateException("The " + status + " response must have no body");
        }
        response.write(chunk);
    }

    private boolean hasNoBody() {
        return response.status() == 204 || response.status() == 304;
    }

    /** Sends a complete body with its length. */
    void sendAll(Collection<byte[]> chunks) throws IOException {
        requireStarted();
        int length = 0;
        for (byte[] chunk : chunks) {
            length = Math.addExact(length, chunk.length);
        }
        var whole = new byte[length];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, whole, at, chunk.length);
            at += chunk.length;
        }
        if (length > 0 && hasNoBody()) {
            throw new IllegalStateException("The " + status + " response must have no body");
        }
        response.send(whole);
    }

    /** Ends the response; sends its head if there was no chunk. */
    void end() throws IOException {
        requireStarted();
        String length = response.headers().first("Content-Length").orElse("0");
        if (response.status() == 204 && !response.isSent() && !length.equals("0")) {
            throw new IllegalStateException(
                    "The " + status + " response must have no body, but Content-Length is " + length);
        }
        response.end();
    }
}
