// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.http.Engine;
import io.jevent.internal.http.Exchange;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.http.RequestHead;
import io.jevent.internal.http.Takeover;
import io.jevent.internal.netty.TlsLayer;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.TlsSession;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * States:
 *
 *   QUEUED ------ its greenlet starts, within the server's limits ---> SERVING
 *   QUEUED ------ malformed, or above a limit -----------------------> REFUSING
 *   SERVING ----- the handler switches to another protocol ----------> TUNNEL
 *   any ---------- the response has ended, or the greenlet was killed > ENDED
 *
 * The client may reset the stream in any of them. A wait for the client then ends; any other wait is the handler's, and
 * its result has no use any more, so the exit is thrown into it.
 */
/**
 * A stream of HTTP/2: a request, its response, and the greenlet that serves it.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
final class Http2Exchange extends Exchange {

    private static final Refusal TOO_LARGE = new Refusal(413, "the body is too large");
    private static final Refusal TOO_MANY = new Refusal(503, "too many requests at once");

    private enum State {
        QUEUED,

        /** Runs the application. Invariant: the request counts as in flight in this state only. */
        SERVING,

        /** Another protocol has the stream. */
        TUNNEL,
        REFUSING,
        ENDED
    }

    private final MultiplexedConnection connection;
    private final Http2Stream stream;

    /** Null if the request could not be decoded. */
    private final @Nullable RequestHead head;

    /** The reason why the request is not served; null if it is. */
    private final @Nullable Refusal refusal;

    /** Whether the client asks for a WebSocket on the stream. */
    private final boolean connect;

    private final BodyQueue received;
    private final StreamOutput output;
    private final Http2Response response;
    private final @Nullable Http2Body body;
    private State state = State.QUEUED;
    private boolean lost;
    private @Nullable RawGreenlet greenlet;
    private @Nullable GreenletExit gone;
    private @Nullable Tunnel tunnel;

    Http2Exchange(
            MultiplexedConnection connection,
            Http2Stream stream,
            @Nullable RequestHead head,
            @Nullable Refusal refusal,
            boolean connect) {
        super(connection.hub());
        this.connection = connection;
        this.stream = stream;
        this.head = head;
        this.refusal = refusal;
        this.connect = connect;
        received = new BodyQueue(connection.loop(), this);
        output = new StreamOutput(connection, this);
        response = new Http2Response(this, head != null && head.method.equals("HEAD"));
        body = head == null ? null : new Http2Body(this, head);
    }

    MultiplexedConnection connection() {
        return connection;
    }

    Http2Stream stream() {
        return stream;
    }

    BodyQueue received() {
        return received;
    }

    StreamOutput output() {
        return output;
    }

    boolean isConnect() {
        return connect;
    }

    int weight() {
        return head == null ? 0 : head.weight();
    }

    /** Returns whether the client has reset the stream, or the connection has failed. */
    boolean isLost() {
        return lost;
    }

    /** Returns whether the current greenlet is the one that serves the request. */
    boolean isServedHere() {
        return greenlet != null && Jevent.current() == greenlet;
    }

    void startedIn(RawGreenlet own) {
        greenlet = own;
    }

    /** Serves the request, in its greenlet. */
    void serve() {
        Engine engine = connection.engine();
        try {
            output.awaitWritable();
            respond(engine);
            if (!tookOver(engine, null)) {
                response.end();
            }
        } catch (Throwable t) {
            failed(engine, CurrentGreenlet.unwrapSignal(t));
        } finally {
            endTunnel();
            if (state == State.SERVING) {
                engine.leave();
            }
            state = State.ENDED;
            forgetGone();
        }
        close();
        engine.application().ended(this);
        finish();
        greenlet = null;
    }

    private void respond(Engine engine) throws Exception {
        Refusal reason = refusal != null ? refusal : admit(engine);
        state = reason == null ? State.SERVING : State.REFUSING;
        if (lost || connection.inputHasEnded()) {
            clientLeft();
        }
        if (reason == null) {
            engine.application().serve(this);
        } else {
            engine.application().refused(this, reason);
        }
    }

    private @Nullable Refusal admit(Engine engine) {
        boolean tooLarge = head != null
                && head.bodyLength > engine.settings().limits().body()
                && head.bodyLength > engine.application().maxBody(this);
        return tooLarge ? TOO_LARGE : engine.enter() ? null : TOO_MANY;
    }

    /** Switches the stream to another protocol, which gets the second end of a pair of sockets. Never blocks. */
    void openTunnel(StreamSocket.Pair ends) {
        tunnel = new Tunnel(this, ends);
        connection.engine().leave();
        state = State.TUNNEL;
    }

    /** Lets the protocol that took over the stream end it; returns false if there is none. */
    private boolean tookOver(Engine engine, @Nullable Throwable failure) {
        Takeover protocol = tunnel == null ? null : tunnel.protocol();
        if (protocol == null) {
            return false;
        }
        protocol.handled(failure, t -> engine.application().report(this, protocol, t));
        return true;
    }

    private void endTunnel() {
        Tunnel open = tunnel;
        if (open != null) {
            tunnel = null;
            open.end();
        }
    }

    /** Called when the server stops: a protocol that has taken over the stream should end soon. Never blocks. */
    void drain() {
        Takeover protocol = tunnel == null ? null : tunnel.protocol();
        if (protocol != null) {
            protocol.drain();
        }
    }

    private void failed(Engine engine, Throwable failure) {
        if (tookOver(engine, failure)) {
            return;
        }
        if (failure instanceof GreenletExit || (output.isBroken() && failure instanceof IOException)) {
            response.abort();
        } else {
            engine.application().failed(this, failure);
            response.endOrAbort();
        }
    }

    /** Ends the stream: the client learns whether the response is complete, and that its body is not wanted. */
    private void finish() {
        if (response.isAborted()) {
            connection.output().reset(stream, Http2Error.INTERNAL_ERROR);
        } else if (!received.hasEnded()) {
            try {
                output.awaitPassed();
            } catch (IOException | GreenletExit _) {
                // the stream is reset all the same
            }
            connection.output().reset(stream, Http2Error.NO_ERROR);
        }
    }

    /** Called when the greenlet has ended, or will never run: frees all that the stream holds. */
    void release() {
        if (state != State.ENDED) {
            state = State.ENDED;
            connection.output().reset(stream, Http2Error.REFUSED_STREAM);
        }
        received.drop();
        if (body != null) {
            body.discard();
        }
        output.drop();
    }

    /** Called when nothing more can be sent or received on the stream. */
    void lost(Throwable cause) {
        lost = true;
        output.failed(cause);
        boolean reads = received.isWaitedFor();
        received.fail();
        if (body != null) {
            body.discard();
        }
        if (!reads && !output.wasWaitedForByHandler()) {
            clientLeft();
        }
    }

    /** Called when the client has ended the connection's input: a response may still be sent. */
    void inputEnded() {
        if (received.isWaitedFor()) {
            received.signal(null);
        } else if (!output.isWaitedForByHandler()) {
            clientLeft();
        }
    }

    /** Ends the greenlet, because the connection's has ended. */
    void kill() {
        RawGreenlet serving = greenlet;
        if (serving != null) {
            serving.interrupt(new GreenletExit("the connection ends: " + connection));
        }
    }

    /** Cancels the handler's wait, since its response has no receiver any more. */
    void clientLeft() {
        boolean handles = state == State.SERVING || state == State.REFUSING;
        RawGreenlet serving = greenlet;
        if (handles
                && serving != null
                && gone == null
                && connection.engine().settings().leavingEnds()) {
            gone = connection.engine().application().clientGone("the client left: " + this);
            serving.interrupt(gone);
        }
    }

    private void forgetGone() {
        GreenletExit exit = gone;
        if (exit != null) {
            gone = null;
            var _ = CurrentGreenlet.cancelPending(exit);
        }
    }

    /**
     * Converts {@code exit}, which ended a wait of a method that sends, into an {@link IOException} if it means that
     * the client has left; throws any other exit.
     */
    IOException lostOr(GreenletExit exit) {
        if (exit != gone) {
            throw exit;
        }
        return output.lost(new EOFException("the client left"));
    }

    @Override
    public boolean isDecoded() {
        return head != null;
    }

    @Override
    public String method() {
        return head == null ? "" : head.method;
    }

    @Override
    public String target() {
        return head == null ? "" : head.target;
    }

    @Override
    public String protocol() {
        return head == null ? "" : "HTTP/2.0";
    }

    @Override
    public @Nullable String header(String name) {
        return head == null ? null : head.header(name);
    }

    @Override
    public HeaderList requestHeaders() {
        var list = new HeaderList();
        if (head != null) {
            head.copyTo(list);
        }
        return list;
    }

    @Override
    public InputStream body() {
        return body == null ? InputStream.nullInputStream() : body;
    }

    @Override
    public HeaderList requestTrailers() {
        return body == null ? new HeaderList() : body.trailers();
    }

    @Override
    protected void close() {
        super.close();
        received.signal(null);
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return connection.stream().remoteAddress();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return connection.stream().localAddress();
    }

    @Override
    public Optional<TlsSession> tls() {
        TlsLayer layer = connection.stream().tls();
        return Optional.ofNullable(layer == null ? null : (TlsSession) layer.session());
    }

    @Override
    public boolean isSecure() {
        return connection.stream().tls() != null;
    }

    @Override
    public Http2Response response() {
        return response;
    }

    @Override
    public String toString() {
        return method() + " " + target() + " on stream " + stream.id() + " of " + connection;
    }
}
