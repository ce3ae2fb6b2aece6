// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.RawGreenlet;
import java.util.List;
import zmq.util.Z85;

/*
 * The protocol is ZAP, https://rfc.zeromq.org/spec/27: the context sends requests to the socket that is bound to its
 * well-known inproc address. A request has the parts: routing id and an empty part (for the ROUTER), then version,
 * request id, domain, address, identity, mechanism, credentials.
 */
/** The greenlet that replies to a context's authentication requests. */
final class Authentication {

    private static final String ADDRESS = "inproc://zeromq.zap.01";
    private static final String VERSION = "1.0";
    private static final int ENVELOPE = 2;
    private static final int FIXED = ENVELOPE + 6;
    private static final byte[] NOTHING = {};

    private final ZmqSocket socket;
    private final ZmqAuthenticator authenticator;
    private final RawGreenlet greenlet;
    private boolean ended;

    Authentication(ZmqSocket socket, ZmqAuthenticator authenticator) {
        this.socket = socket;
        this.authenticator = authenticator;
        var _ = socket.bind(ADDRESS);
        this.greenlet = Jevent.spawn(this::serve);
        greenlet.setName("ZeroMQ authentication");
    }

    private void serve() {
        try {
            while (true) {
                List<byte[]> request = socket.recvMultipart();
                if (request.size() >= FIXED) {
                    socket.sendMultipart(answer(request));
                }
            }
        } catch (ZmqException e) {
            if (!ended) { // a request may have woken this greenlet just before the context closed its socket
                throw e;
            }
        }
    }

    private List<byte[]> answer(List<byte[]> request) {
        String mechanism = text(request.get(ENVELOPE + 5));
        List<String> credentials = request.subList(FIXED, request.size()).stream()
                .map(bytes -> mechanism.equals("CURVE") ? Z85.encode(bytes, bytes.length) : text(bytes))
                .toList();
        var client = new ZmqAuthenticator.Client(
                text(request.get(ENVELOPE + 2)), text(request.get(ENVELOPE + 3)), mechanism, credentials);
        String status = status(client);
        return List.of(
                request.get(0),
                NOTHING,
                VERSION.getBytes(ISO_8859_1),
                request.get(ENVELOPE + 1),
                status.getBytes(ISO_8859_1),
                (status.equals("200") ? "OK" : "refused").getBytes(ISO_8859_1),
                credentials.isEmpty() ? NOTHING : credentials.getFirst().getBytes(UTF_8),
                NOTHING);
    }

    private String status(ZmqAuthenticator.Client client) {
        try {
            return authenticator.accepts(client) ? "200" : "400";
        } catch (RuntimeException e) {
            greenlet.hub().handleError(authenticator, e);
            return "500";
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    void end() {
        ended = true;
        greenlet.interrupt(new GreenletExit("the context was closed"));
    }
}
