// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.internal.wire.Wire;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One end of a simulated connection, and those that wait for it. */
final class StreamEnd implements Wire.Events {

    private final Runnable told;
    private final Change change = new Change();
    private Wire.@Nullable Stream stream;
    private boolean connected;
    private boolean closed;
    private @Nullable IOException failure;

    /**
     * Makes one that is not connected.
     *
     * @param told called when something has changed; must not block
     */
    StreamEnd(Runnable told) {
        this.told = told;
    }

    /** Begins to connect. */
    void connect(Wire wire, SocketAddress to, @Nullable SocketAddress from) throws IOException {
        stream = wire.connect(to, from, this);
    }

    /** Takes over a connection that was accepted. */
    void accept(Wire.Stream accepted) {
        stream = accepted;
        connected = true;
        accepted.setEvents(this);
    }

    private void changed() {
        change.happens();
        told.run();
    }

    @Override
    public void connected() {
        connected = true;
        changed();
    }

    @Override
    public void failed(IOException cause) {
        failure = cause;
        changed();
    }

    @Override
    public void readable() {
        changed();
    }

    @Override
    public void writable() {
        changed();
    }

    boolean isConnected() {
        return connected;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a connect has ended, well or not. */
    boolean isDecided() {
        return connected || failure != null || closed;
    }

    /** Waits for the end of the connect; throws if it has failed, or lasts longer than {@code millis}, 0 for ever. */
    void awaitConnected(int millis) throws IOException {
        try {
            change.await(this::isDecided, millis, "Connect");
        } catch (IOException e) {
            close();
            throw e;
        }
        requireConnected();
    }

    void requireConnected() throws IOException {
        IOException cause = failure;
        if (!connected && cause != null) {
            throw cause;
        }
        if (closed) {
            throw new SocketException("Socket closed");
        }
    }

    Wire.Stream stream() {
        return Objects.requireNonNull(stream);
    }

    @Nullable
    SocketAddress localAddress() {
        return stream == null ? null : stream.localAddress();
    }

    @Nullable
    SocketAddress remoteAddress() {
        return stream == null ? null : stream.remoteAddress();
    }

    /** Whether a read would not block. */
    boolean isReadable() {
        return closed
                || failure != null
                || (connected && (stream().available() > 0 || stream().isInputEnded()));
    }

    /** Whether a write would not block. */
    boolean isWritable() {
        return closed || failure != null || (connected && stream().room() > 0);
    }

    /** Reads what has arrived: 0 bytes if nothing has, -1 at the end. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        return stream().read(target, offset, length);
    }

    /** Reads, waiting for at least one byte; 0 milliseconds are for ever. */
    int read(byte[] target, int offset, int length, int millis) throws IOException {
        change.await(this::isReadable, millis, "Read");
        return read(target, offset, length);
    }

    /** Writes what there is room for. */
    int write(byte[] source, int offset, int length) throws IOException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        return stream().write(source, offset, length);
    }

    void writeAll(byte[] source, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            change.await(this::isWritable);
            done += write(source, offset + done, length - done);
        }
    }

    int available() {
        return connected && !closed ? stream().available() : 0;
    }

    void close() {
        if (!closed) {
            closed = true;
            if (stream != null) {
                stream.close();
            }
            changed();
        }
    }

    void reset() {
        if (stream != null) {
            stream.reset();
        }
        close();
    }
}
