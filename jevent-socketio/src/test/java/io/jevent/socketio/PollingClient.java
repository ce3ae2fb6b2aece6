// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.client.Http;
import io.jevent.http.client.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A hand-made client that speaks HTTP long polling. */
final class PollingClient {

    final String opened;
    final String id;
    private final String uri;

    PollingClient(String uri) throws IOException {
        opened = Http.get(uri).text();
        id = opened.replaceFirst(".*\"sid\":\"", "").replaceFirst("\".*", "");
        this.uri = uri + "&sid=" + id;
    }

    String get() throws IOException {
        return Http.get(uri).text();
    }

    int getStatus() throws IOException {
        try (Reply reply = Http.get(uri).send()) {
            return reply.status();
        }
    }

    int post(String payload) throws IOException {
        return post(payload.getBytes(StandardCharsets.UTF_8));
    }

    int post(byte[] payload) throws IOException {
        try (Reply reply = Http.post(uri).body(payload).send()) {
            return reply.status();
        }
    }
}
