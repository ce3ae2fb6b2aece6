// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.RawGreenlet;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keeps what is printed, and kills a greenlet when there is enough of it. */
final class Lines extends OutputStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;
    private int lines;
    private @Nullable RawGreenlet victim;

    Lines(int limit) {
        this.limit = limit;
    }

    void thenKill(RawGreenlet greenlet) {
        victim = greenlet;
    }

    boolean isFull() {
        return lines >= limit;
    }

    @Override
    public synchronized void write(int b) {
        if (isFull()) {
            return;
        }
        bytes.write(b);
        if (b == '\n') {
            lines++;
            if (isFull() && victim != null) {
                victim.interrupt(new GreenletExit("printed " + limit + " lines"));
            }
        }
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
