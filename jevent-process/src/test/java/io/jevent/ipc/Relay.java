// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import java.io.EOFException;
import java.util.List;

/** Sends back what comes, with a number and its arguments; some words have it do something else. */
public final class Relay implements ProcessMain<String> {

    /** Made on each side. */
    public Relay() {
        super();
    }

    @Override
    public Codec<String> codec() {
        return Codec.text();
    }

    @Override
    public int maxMessageBytes() {
        return 8_000_000;
    }

    @Override
    public void run(MessagePipe<String> parent, List<String> args) throws Exception {
        for (int i = 0; ; i++) {
            String message;
            try {
                message = parent.get();
            } catch (EOFException _) {
                return;
            }
            switch (message) {
                case "fail" -> throw new IllegalArgumentException("as you wish");
                case "halt" -> Runtime.getRuntime().halt(7);
                case "spin" -> spin();
                default -> parent.put(message + " in " + i + (args.isEmpty() ? "" : " " + args));
            }
        }
    }

    private static void spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
