// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.hub.Attachments;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.jevent.internal.http.HttpDates;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a hub share: the date, buffers that are used for a moment, and the list of those who have
 * something to send.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class HubHttpState {

    private static final long SECOND_MILLIS = 1000;
    private static final long MILLI = 1_000_000;
    private static final int SMALL = 4096;
    private static final int MAX_SPARE = 4 * SMALL;

    private final Hub hub;
    private final HeadCheck check = new HeadCheck();
    private final List<Output> unsent = new ArrayList<>();
    private final DirectCallback sender = this::sendAll;
    private boolean sending;
    private byte[] scratch = new byte[SMALL];
    private @Nullable ByteBuf spare;
    private boolean keeps = true;
    private byte[] date = new byte[0];
    private long dateUntil;

    private HubHttpState(Hub hub) {
        this.hub = hub;
        dateUntil = hub.now();
    }

    static HubHttpState of(Hub hub) {
        return Attachments.of(hub).get(HubHttpState.class, () -> {
            var state = new HubHttpState(hub);
            Attachments.of(hub).onClose(state::close);
            return state;
        });
    }

    Hub hub() {
        return hub;
    }

    HeadCheck check() {
        return check;
    }

    /** Bytes for a moment: until the next call, and not across a switch. */
    byte[] scratch(int size) {
        if (scratch.length < size) {
            scratch = new byte[Math.max(size, scratch.length * 2)];
        }
        return scratch;
    }

    /** An empty buffer of at most {@link Output#CHUNK} bytes for what is to be sent; to be given back. */
    ByteBuf takeBuffer(ByteBufAllocator allocator, int size) {
        ByteBuf buffer = spare;
        if (buffer == null) {
            return allocator.directBuffer(Math.clamp(size, SMALL, Output.CHUNK), Output.CHUNK);
        }
        spare = null;
        return buffer;
    }

    /** Mostly the system has taken everything at once, and the next who sends something can have the same buffer. */
    void giveBack(ByteBuf buffer) {
        if (spare == null && keeps && buffer.refCnt() == 1 && buffer.capacity() <= MAX_SPARE) {
            spare = buffer.clear();
        } else {
            buffer.release();
        }
    }

    private void close() {
        keeps = false;
        ByteBuf buffer = spare;
        if (buffer != null) {
            spare = null;
            buffer.release();
        }
    }

    /** The header line {@code Date} of this second. */
    byte[] date() {
        long now = hub.now();
        if (now - dateUntil >= 0) {
            Instant wall = Instant.now();
            dateUntil = now + (SECOND_MILLIS - wall.toEpochMilli() % SECOND_MILLIS) * MILLI;
            date = ("Date: " + HttpDates.format(wall) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
        return date;
    }

    /**
     * Has {@link Output#flush} called at the end of this turn of the hub, when others have added to their answers too.
     */
    void sendSoon(Output output) {
        unsent.add(output);
        if (!sending) {
            sending = true;
            var _ = hub.runCallback(sender);
        }
    }

    private void sendAll() {
        sending = false;
        for (int i = 0; i < unsent.size(); i++) {
            unsent.get(i).flushInTurn();
        }
        unsent.clear();
    }
}
