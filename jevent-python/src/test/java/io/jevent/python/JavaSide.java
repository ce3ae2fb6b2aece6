// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.queue.Queue;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/** The Java side of {@code border.py}. */
public final class JavaSide {

    private JavaSide() {}

    /** A handler for a server of Python: sends each byte back in upper case, until the peer has sent all. */
    public static void serve(StreamSocket socket) throws IOException {
        socket.outputStream()
                .write(new String(socket.inputStream().readAllBytes(), StandardCharsets.US_ASCII)
                        .toUpperCase(Locale.ROOT)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Spawns a greenlet that adds one to each number of a queue and puts it into another, until there is a zero. */
    public static Greenlet<Integer> spawnCounter(Queue<Object> numbers, Queue<Object> results) {
        return Jevent.spawn(() -> {
            int count = 0;
            for (Object n = numbers.get(); ((Number) n).intValue() != 0; n = numbers.get()) {
                results.put(((Number) n).intValue() + 1);
                count++;
            }
            return count;
        });
    }

    /** Calls a function of Python and lets its failure pass, or ends with {@code finally} first. */
    public static Object passing(Supplier<Object> function, Queue<Object> log) {
        try {
            return function.get();
        } finally {
            log.put("finally in Java");
        }
    }
}
