// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.hub.Attachments;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.jevent.internal.http.DateClock;
import io.jevent.internal.http.HeadCheck;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state that all connections of a hub share: the date, temporary buffers, and the list of outputs with outputs
 * bytes.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class HubHttpState {

    private static final int SMALL = 4096;
    private static final int MAX_SPARE = 4 * SMALL;
    private static final byte[] NONE = {};

    private final Hub hub;
    private final HeadCheck check = new HeadCheck();
    private final List<Output> outputs = new ArrayList<>();
    private final DirectCallback sender = this::sendAll;
    private boolean scheduled;
    private byte[] scratch = new byte[SMALL];
    private @Nullable ByteBuf spare;
    private boolean reuses = true;
    private final DateClock clock;
    private String date = "";
    private byte[] dateLine = new byte[0];

    private HubHttpState(Hub hub) {
        this.hub = hub;
        clock = DateClock.of(hub);
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

    /**
     * Takes the temporary array; {@link #giveBack(byte[])} ends its use. A greenlet that has taken the array may park
     * in foreign code: in a class loader, or at a lock of Netty's allocator that another hub holds. The next greenlet
     * then gets another array.
     */
    byte[] takeScratch(int size) {
        byte[] taken = scratch;
        scratch = NONE;
        return taken.length >= size ? taken : new byte[Math.max(size, SMALL)];
    }

    void giveBack(byte[] taken) {
        if (taken.length > scratch.length) {
            scratch = taken;
        }
    }

    /** Returns an empty buffer for output, of at most {@link Output#CHUNK} bytes; {@link #giveBack} ends its use. */
    ByteBuf takeBuffer(ByteBufAllocator allocator, int size) {
        ByteBuf buffer = spare;
        if (buffer == null) {
            return allocator.directBuffer(Math.clamp(size, SMALL, Output.CHUNK), Output.CHUNK);
        }
        spare = null;
        return buffer;
    }

    /**
     * Ends the use of a buffer. Usually the system has accepted all its bytes at once, so that the next output can
     * reuse it.
     */
    void giveBack(ByteBuf buffer) {
        if (spare == null && reuses && buffer.refCnt() == 1 && buffer.capacity() <= MAX_SPARE) {
            spare = buffer.clear();
        } else {
            buffer.release();
        }
    }

    private void close() {
        reuses = false;
        ByteBuf buffer = spare;
        if (buffer != null) {
            spare = null;
            buffer.release();
        }
    }

    /** Returns the header line {@code Date} of this second. */
    byte[] date() {
        String now = clock.date();
        if (!now.equals(date)) {
            date = now;
            dateLine = ("Date: " + now + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
        return dateLine;
    }

    /** Schedules {@link Output#flush} for the end of this turn of the hub, when more responses may be ready. */
    void sendSoon(Output output) {
        outputs.add(output);
        if (!scheduled) {
            scheduled = true;
            var _ = hub.runCallback(sender);
        }
    }

    private void sendAll() {
        scheduled = false;
        for (int i = 0; i < outputs.size(); i++) {
            outputs.get(i).flushInTurn();
        }
        outputs.clear();
    }
}
