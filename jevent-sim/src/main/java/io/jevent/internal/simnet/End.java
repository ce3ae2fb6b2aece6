// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.simnet;

import io.jevent.internal.simnet.Segment.Kind;
import io.jevent.internal.wire.Wire;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * States: CONNECTING -> OPEN -> CLOSED (by the program) or GONE (failed, or its machine has lost its power). A client
 * that fails to connect goes from CONNECTING to GONE.
 */
/** One end of a TCP connection. */
final class End implements Wire.Stream {

    private enum State {
        CONNECTING,
        OPEN,
        CLOSED,
        GONE
    }

    /** Tells nobody; for an end that was not accepted yet. */
    private static final Wire.Events NOBODY = new Wire.Events() {
        @Override
        public void failed(IOException cause) {
            // there is nobody to tell
        }

        @Override
        public void readable() {
            // there is nobody to tell
        }

        @Override
        public void writable() {
            // there is nobody to tell
        }
    };

    private final Host host;
    private final Path path;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final Flow output;
    private final ArrayDeque<byte[]> input = new ArrayDeque<>();
    private Wire.Events events;
    private @Nullable End peer;
    private State state;
    private int unread;
    private int headUsed;
    private boolean inputEnded;
    private boolean inputShut;
    private boolean outputShut;
    private boolean wasFull;
    private @Nullable IOException failure;

    private End(Path path, SocketAddress local, SocketAddress remote, State state, Wire.Events events) {
        this.host = path.from();
        this.path = path;
        this.local = local;
        this.remote = remote;
        this.state = state;
        this.events = events;
        this.output = new Flow(this, path);
        host.add(this);
    }

    static End connecting(Path path, SocketAddress local, SocketAddress remote, Wire.Events events) {
        return new End(path, local, remote, State.CONNECTING, events);
    }

    /** The end of a server, for a request that has arrived. */
    static End accepted(End client, SocketAddress at) {
        Path back = client.path.back();
        var end = new End(back, at, client.local, State.OPEN, NOBODY);
        end.peer = client;
        client.peer = end;
        end.output.accept();
        return end;
    }

    Path path() {
        return path;
    }

    @Nullable
    End peer() {
        return peer;
    }

    int unread() {
        return unread;
    }

    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    /** Whether a segment that arrives finds no connection any more. */
    boolean refuses(Segment segment) {
        return state == State.GONE || (state == State.CLOSED && segment.kind() != Kind.FIN);
    }

    void receive(Segment segment) {
        switch (segment.kind()) {
            case ACCEPT -> {
                if (state == State.CONNECTING) {
                    state = State.OPEN;
                    host.call(events::connected);
                    output.pump();
                }
            }
            case DATA -> {
                if (!inputShut) {
                    input.add(segment.data());
                    unread += segment.data().length;
                    host.call(events::readable);
                }
            }
            case FIN -> {
                inputEnded = true;
                if (state == State.OPEN) {
                    host.call(events::readable);
                }
                leaveIfDone();
            }
        }
    }

    /** The peer has taken some output. */
    void roomAgain() {
        if (wasFull && output.room() > 0 && state == State.OPEN) {
            wasFull = false;
            host.call(events::writable);
        }
        leaveIfDone();
    }

    private void leaveIfDone() {
        if (state == State.CLOSED && inputEnded && output.isEmpty()) {
            host.remove(this);
        }
    }

    /** The connection has failed; the input that has arrived can still be read. */
    void fail(IOException cause) {
        if (state == State.GONE || state == State.CLOSED) {
            leave();
            return;
        }
        failure = cause;
        leave();
        host.call(() -> events.failed(cause));
    }

    private void leave() {
        state = State.GONE;
        output.stop();
        host.remove(this);
    }

    /** The machine has lost its power. */
    void vanish() {
        leave();
    }

    /** The program that had it has ended. */
    void closeBySystem() {
        close();
    }

    /** The system of this machine has forgotten the connection, and tells the peer or not. */
    void forget(boolean silently) {
        End other = peer;
        fail(new SocketException("Connection reset"));
        if (!silently && other != null) {
            other.fail(new SocketException("Connection reset"));
        }
    }

    @Override
    public void setEvents(Wire.Events receiver) {
        events = receiver;
        IOException cause = failure;
        if (unread > 0 || inputEnded) {
            host.call(receiver::readable);
        }
        if (cause != null) {
            host.call(() -> receiver.failed(cause));
        }
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public boolean isConnected() {
        return state == State.OPEN;
    }

    @Override
    public int available() {
        return unread;
    }

    @Override
    public boolean isInputEnded() {
        return inputEnded || inputShut;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (state == State.CLOSED) {
            throw new SocketException("Socket closed");
        }
        int done = 0;
        while (done < length && unread > 0) {
            byte[] head = input.element();
            int n = Math.min(length - done, head.length - headUsed);
            System.arraycopy(head, headUsed, target, offset + done, n);
            done += n;
            headUsed += n;
            unread -= n;
            if (headUsed == head.length) {
                input.remove();
                headUsed = 0;
            }
        }
        if (done > 0) {
            openWindow();
            return done;
        }
        IOException cause = failure;
        if (cause != null) {
            throw cause;
        }
        return inputEnded || inputShut ? -1 : 0;
    }

    private void openWindow() {
        End sender = peer;
        if (sender != null) {
            sender.output.pump();
        }
    }

    @Override
    public int write(byte[] source, int offset, int length) throws IOException {
        if (state != State.OPEN || outputShut) {
            throw Flow.brokenPipe(state == State.CLOSED ? new SocketException("Socket closed") : failure);
        }
        int n = Math.min(length, output.room());
        if (n > 0) {
            var data = new byte[n];
            System.arraycopy(source, offset, data, 0, n);
            output.add(data);
        }
        wasFull = n < length || output.room() == 0;
        return n;
    }

    @Override
    public int room() {
        int room = output.room();
        wasFull |= room == 0;
        return room;
    }

    @Override
    public void shutdownOutput() {
        if (!outputShut && state == State.OPEN) {
            outputShut = true;
            output.finish();
        }
    }

    @Override
    public void shutdownInput() {
        inputShut = true;
        dropInput();
    }

    private void dropInput() {
        boolean more = unread > 0;
        input.clear();
        unread = 0;
        headUsed = 0;
        if (more) {
            openWindow();
        }
    }

    @Override
    public void close() {
        if (state == State.CONNECTING || (state == State.OPEN && unread > 0)) {
            reset();
        } else if (state == State.OPEN) {
            shutdownOutput();
            state = State.CLOSED;
            leaveIfDone();
        }
    }

    @Override
    public void reset() {
        if (state == State.GONE) {
            return;
        }
        End other = peer;
        leave();
        state = State.GONE;
        if (other != null) {
            host.fabric().later(path, () -> other.fail(new SocketException("Connection reset")));
        }
    }
}
