// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Attachments;
import io.jevent.hub.ForeignCode;
import io.jevent.hub.Hub;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * A logger may wait for a lock that a greenlet of the hub holds, or will hold first. So the hub's own thread does not
 * call the logger itself but runs the call on a lane (ForeignCode.call), which usually completes before it returns. If
 * it does not, later lines are queued behind it: their arguments are converted to text at once, because they may
 * change, and the writer writes the lines when it continues.
 * Invariant: a hub has at most one active writer, so the lines of its own thread stay in order.
 */
/** The log lines of a hub's own thread. */
final class HubLog {

    /** The largest number of queued lines, so that a logger that never returns does not exhaust the memory. */
    private static final int MOST_QUEUED = 10_000;

    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private boolean writing;
    private int lost;

    /** Calls {@code line} now with {@code arguments}, or later with their text. */
    static void write(@Nullable Object[] arguments, Consumer<@Nullable Object[]> line) {
        Hub hub = ForeignCode.hubOfCaller();
        if (hub == null) {
            line.accept(arguments);
        } else if (hub.isClosed()) {
            ForeignCode.call(() -> line.accept(arguments));
        } else {
            Attachments.of(hub).get(HubLog.class, HubLog::new).add(arguments, line);
        }
    }

    private void add(@Nullable Object[] arguments, Consumer<@Nullable Object[]> line) {
        if (!writing) {
            queue.add(() -> line.accept(arguments));
            ForeignCode.call(this::writeAll);
        } else if (queue.size() < MOST_QUEUED) {
            @Nullable Object[] texts = textsOf(arguments);
            queue.add(() -> line.accept(texts));
        } else {
            lost++;
        }
    }

    private void writeAll() {
        writing = true;
        try {
            Runnable next;
            while ((next = queue.poll()) != null) {
                next.run();
            }
        } finally {
            writing = false;
        }
        if (lost > 0) {
            int count = lost;
            lost = 0;
            Hub.current()
                    .handleError(
                            this,
                            new IllegalStateException(
                                    "the logger blocked for so long that " + count + " lines of Netty were dropped"));
        }
    }

    private static @Nullable Object[] textsOf(@Nullable Object[] arguments) {
        var texts = new @Nullable Object[arguments.length];
        Arrays.fill(texts, "(not available)");
        ForeignCode.call(() -> {
            for (int i = 0; i < texts.length; i++) {
                texts[i] = arguments[i] instanceof Throwable failure ? failure : String.valueOf(arguments[i]);
            }
        });
        return texts;
    }

    @Override
    public String toString() {
        return "the log of Netty";
    }
}
