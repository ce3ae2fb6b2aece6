// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.queue.Queue;
import org.jspecify.annotations.Nullable;

/** An actor, made by hand of a greenlet and a queue. */
final class HandmadeActor {

    private HandmadeActor() {}

    // @start region="program"
    static class InboxActor extends Greenlet<@Nullable Void> {

        final Queue<Object> inbox = new Queue<>();

        /** Handles one message; a subclass overrides it. */
        void receive(Object message) {
            throw new NotImplementedError();
        }

        @Override
        protected @Nullable Void run() {
            for (Object message : inbox) {
                receive(message);
            }
            return null;
        }
    }

    static final class NotImplementedError extends Error {

        private static final long serialVersionUID = 1L;
    }

    static final class Printer extends InboxActor {
        @Override
        void receive(Object message) {
            IO.println(message);
        }
    }

    private static void print(String message) {
        var printer = new Printer();
        printer.start();
        printer.inbox.put(message);
        printer.inbox.shutdown(); // the end of its loop
        printer.join();
    }

    static void main() {
        print("ok");
        try {
            new InboxActor().receive("m");
        } catch (NotImplementedError e) {
            IO.println(e.getClass().getSimpleName() + ": ");
        }
    }
    // @end
}
