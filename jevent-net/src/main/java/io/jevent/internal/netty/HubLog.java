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
 * A logger may wait for a lock that a greenlet of the hub holds, or gets first. So the hub's own thread does not write a
 * line itself but has it written aside (ForeignCode.call), which mostly ends before the call returns. If it does not, the
 * following lines are queued behind it: their arguments are turned to text at once, as they may change, and the writer
 * takes the lines when it goes on.
 * Invariant: at most one writer of a hub is at work, so the lines of its own thread stay in order.
 */
/** What the own thread of a hub logs. */
final class HubLog {

    /** A logger that never comes back must not cost the memory. */
    private static final int MOST_QUEUED = 10_000;

    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private boolean writing;
    private int lost;

    /** Calls {@code line} with {@code arguments}, or later with their text. */
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
                            new IllegalStateException("the logger did not take what Netty logged for so long that "
                                    + count + " lines were dropped"));
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
