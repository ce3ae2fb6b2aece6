// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.Request;
import io.jevent.http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** HTTP long polling: a GET request waits for packets of the server, a POST request brings those of the client. */
final class PollingTransport {

    private static final String TEXT = "text/plain; charset=UTF-8";

    private PollingTransport() {}

    static void get(Response response, EngineSession session) throws IOException {
        boolean sent = false;
        try {
            List<EnginePacket> packets = session.poll();
            send(response, EnginePacket.payload(packets));
            sent = true;
        } finally {
            if (!sent) { // packets may be lost
                session.close(DisconnectReason.TRANSPORT_ERROR);
            }
        }
    }

    static void post(Request request, Response response, EngineSession session, int maxPayload) throws IOException {
        boolean received = false;
        DisconnectReason failure = DisconnectReason.TRANSPORT_ERROR;
        try {
            session.beginPost();
            try {
                request.setMaxBody(maxPayload);
                String payload = text(request.bytes());
                failure = DisconnectReason.PARSE_ERROR;
                for (EnginePacket packet : EnginePacket.parsePayload(payload)) {
                    session.receive(packet);
                }
                failure = DisconnectReason.TRANSPORT_ERROR;
            } finally {
                session.endPost();
            }
            send(response, "ok");
            received = true;
        } finally {
            if (!received) {
                session.close(failure);
            }
        }
    }

    private static void send(Response response, String body) throws IOException {
        response.type(TEXT).header("Cache-Control", "no-store").send(body);
    }

    private static String text(byte[] utf8) throws EngineException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            var malformed = new EngineException("the body is not UTF-8");
            malformed.initCause(e);
            throw malformed;
        }
    }
}
