// SPDX-License-Identifier: Apache-2.0
package io.jevent.opened;

import io.jevent.Jevent;
import io.jevent.event.Event;
import java.util.List;

/** A program with greenlets. With the argument {@code busy} the collector works meanwhile. */
public final class OpenedProgram {

    private static final byte[][] RING = new byte[1000][];

    private OpenedProgram() {}

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("busy")) {
            Thread.ofPlatform().daemon().start(OpenedProgram::keepTheCollectorBusy);
        }
        try {
            Jevent.run(OpenedProgram::pingPong);
            System.out.println("done");
        } catch (UnsupportedOperationException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void pingPong() {
        var event = new Event();
        var first = Jevent.spawn(() -> {
            event.await();
            System.out.println("second");
        });
        var second = Jevent.spawn(() -> {
            System.out.println("first");
            event.set();
        });
        Jevent.joinAll(List.of(first, second));
    }

    private static void keepTheCollectorBusy() {
        for (int i = 0; ; i = (i + 1) % 1_000_000) {
            RING[i % RING.length] = new byte[1000];
            if (i % 20_000 == 0) {
                System.gc();
            }
        }
    }
}
