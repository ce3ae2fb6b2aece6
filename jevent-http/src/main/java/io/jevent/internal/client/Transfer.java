// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.http.HeaderList;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * A small body is sent by the calling greenlet before it waits for the response; any other body by a greenlet of its own,
 * so that a response that comes early is seen (RFC 9112, 9.5), and both directions can stream.
 */
/**
 * A request that was sent, and its response.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class Transfer implements BodyPump.Source {

    private static final int SMALL = 64 * 1024;
    private static final int MAX_INTERIM = 20;
    private static final int MAX_RESENDS = 5;

    private final ClientExchange exchange;
    private final Outgoing request;
    private final CallClock clock;
    private @Nullable RawGreenlet sender;
    private @Nullable IOException sendFailure;
    private @Nullable ResponseHead head;
    private boolean over;

    private Transfer(ClientExchange exchange, Outgoing request, CallClock clock) {
        this.exchange = exchange;
        this.request = request;
        this.clock = clock;
    }

    /**
     * Sends a request and blocks until the head of its response has arrived. Sends it again on another connection if
     * the server has closed a kept one, and the method allows that, or the server has not processed it.
     *
     * @param pool the connections of its origin
     * @param request the request
     * @param clock the limits of the call
     * @param interim receives interim responses
     * @return the transfer, which the caller must close
     * @throws IOException if the exchange fails
     */
    public static Transfer send(OriginPool pool, Outgoing request, CallClock clock, Consumer<ResponseHead> interim)
            throws IOException {
        for (int sent = 1; ; sent++) {
            try {
                return once(pool, request, clock, interim);
            } catch (UnprocessedException e) {
                if (sent > MAX_RESENDS) {
                    throw e;
                }
            } catch (StaleException e) {
                if (sent > MAX_RESENDS || !request.isIdempotent()) {
                    throw e;
                }
            }
        }
    }

    private static Transfer once(OriginPool pool, Outgoing request, CallClock clock, Consumer<ResponseHead> interim)
            throws IOException {
        var transfer = new Transfer(pool.begin(request, clock), request, clock);
        boolean done = false;
        try {
            transfer.exchange(interim);
            done = true;
            return transfer;
        } finally {
            if (!done) {
                transfer.close();
            }
        }
    }

    private void exchange(Consumer<ResponseHead> interim) throws IOException {
        BodyPublisher body = request.body();
        exchange.begin();
        boolean waits = request.expectContinue() && body != null;
        if (body == null) {
            attempt(exchange::finish);
        } else if (!waits) {
            sendBody(body);
        } else {
            exchange.flush();
        }
        ClientSettings settings = exchange.connection().settings();
        for (int i = 0; i < MAX_INTERIM; i++) {
            ResponseHead next = awaitHead(waits ? settings.continueNanos : settings.headNanos, waits);
            if (next != null && !next.isInterim()) {
                head = next;
                clock.headArrived();
                return;
            }
            if (next != null && next.status() == 101) {
                throw new ProtocolException("the server switches to another protocol, which was not asked for");
            }
            if (next != null && next.status() != 100) {
                interim.accept(next);
            }
            if (waits && body != null && (next == null || next.status() == 100)) {
                waits = false;
                sendBody(body);
            }
        }
        throw new ProtocolException("the server sends more than " + MAX_INTERIM + " interim responses");
    }

    private @Nullable ResponseHead awaitHead(long nanos, boolean mayPass) throws IOException {
        try {
            ResponseHead next = exchange.awaitHead(nanos);
            if (next == null && !mayPass) {
                String doing = "waiting for the response of " + request.uri();
                throw clock.late(doing, nanos, new java.net.SocketTimeoutException(doing));
            }
            return next;
        } catch (IOException e) {
            IOException first = sendFailure;
            if (first != null && first != e && !(e instanceof StaleException)) {
                first.addSuppressed(e);
                throw first;
            }
            throw e;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A failure to send does not end the exchange: the server may have responded before it closed its input. */
    private void attempt(Step step) throws IOException {
        try {
            step.run();
        } catch (BodySender.PublisherException | java.net.http.HttpTimeoutException | UnprocessedException e) {
            throw e;
        } catch (IOException e) {
            sendFailure = e;
        }
    }

    private void sendBody(BodyPublisher body) throws IOException {
        var task = new BodySender(exchange);
        long length = body.contentLength();
        if (length >= 0 && length <= SMALL) {
            attempt(() -> task.send(body));
            return;
        }
        sender = Jevent.spawnRaw(() -> {
            try {
                attempt(() -> task.send(body));
            } catch (IOException | RuntimeException e) {
                exchange.abort(e);
            } catch (GreenletSignal e) {
                exchange.abort(e);
                throw e;
            }
        });
    }

    /**
     * Returns the head of the response.
     *
     * @return the final head
     */
    public ResponseHead head() {
        ResponseHead known = head;
        if (known == null) {
            throw new IllegalStateException("the head of the response has not arrived");
        }
        return known;
    }

    /**
     * Returns the connection.
     *
     * @return the connection
     */
    public ClientConnection connection() {
        return exchange.connection();
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        if (over) {
            return null;
        }
        ByteBuffer bytes = exchange.next();
        if (bytes == null) {
            close();
        }
        return bytes;
    }

    /**
     * Returns the trailer fields.
     *
     * @return the fields; empty before the end of the body
     */
    public HeaderList trailers() {
        return exchange.trailers();
    }

    /** Ends the exchange; a connection that is not at the end of a response is closed. Never blocks. */
    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        exchange.abort(null);
        RawGreenlet sending = sender;
        if (sending != null && !sending.isDead()) {
            sending.interrupt(new GreenletExit("the exchange has ended"));
        }
    }
}
